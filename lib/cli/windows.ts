// What the commands for Windows need of it: folders, regsvr32, the registry. Tests give them another place.
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLSID_ImnxportTransport } from '../com/guid.js';
import { unpackedPath } from '../loader.js';
import { VERSION } from '../version.js';
import { UsageError } from './usage.js';

export const ARCHES = ['x64', 'ia32'] as const;
/** The bitness of a DLL, and of the hosts that can load it. */
export type Arch = (typeof ARCHES)[number];

/** Whose registry: HKEY_CURRENT_USER or HKEY_LOCAL_MACHINE. */
export type Scope = 'user' | 'machine';

export interface ProgramEnd {
  /** null: it could not be started, or crashed. */
  code: number | null;
  /** Standard output and standard error. */
  output: string;
}

/** Where the commands run; tests run them elsewhere. */
export interface WindowsPlace {
  platform: string;
  /** The architecture of this Node.js. */
  arch: string;
  env: NodeJS.ProcessEnv;
  /** The folder of the package. */
  root: string;
  version: string;
  /** Runs a program to its end. */
  run(program: string, args: string[]): ProgramEnd;
  print(line: string): void;
}

export function here(): WindowsPlace {
  return {
    platform: process.platform,
    arch: process.arch,
    env: process.env,
    root: join(__dirname, '..', '..'),
    version: VERSION,
    run,
    print: (line) => void process.stdout.write(`${line}\n`),
  };
}

/** The output goes through a file: a program without a console may be given no pipe. */
function run(program: string, args: string[]): ProgramEnd {
  const folder = mkdtempSync(join(tmpdir(), 'imnxport-'));
  const file = join(folder, 'output');
  const descriptor = openSync(file, 'w');
  try {
    const { status, error } = spawnSync(program, args, {
      stdio: ['ignore', descriptor, descriptor],
      windowsHide: true,
    });
    if (error) throw new Error(`${program} could not be started: ${error.message}`, { cause: error });
    return { code: status, output: readFileSync(file, 'utf8') };
  } finally {
    closeSync(descriptor);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `--arch`: both, unless this Windows has 32 bits only. */
export function arches(option: string | undefined, place: WindowsPlace): readonly Arch[] {
  const chosen = option ?? (is64Bit(place) ? 'both' : 'ia32');
  if (chosen === 'both') return ARCHES;
  if (chosen === 'x64' || chosen === 'ia32') return [chosen];
  throw new UsageError(`--arch takes x64, ia32 or both, not '${chosen}'`);
}

/** The DLL of this package, fresh from a build of the checkout or prebuilt. Throws when there is none. */
export function packagedLibrary(arch: Arch, place: WindowsPlace): string {
  const built = join(place.root, 'build', `win32-${arch}`, 'imnxport.dll');
  const prebuilt = join(place.root, 'prebuilds', `win32-${arch}`, 'imnxport.dll');
  const found = [built, unpackedPath(prebuilt), prebuilt].find(existsSync);
  if (found === undefined) throw new Error(`this package has no imnxport.dll for ${arch}: ${prebuilt}`);
  return found;
}

/** The folder that a command keeps its copies in: its versions are folders in it. */
export function copiesFolder(scope: Scope, place: WindowsPlace): string {
  const { env } = place;
  // A 32-bit Node.js is shown another ProgramFiles.
  const base =
    scope === 'user'
      ? env['LOCALAPPDATA'] && join(env['LOCALAPPDATA'], 'Programs')
      : (env['ProgramW6432'] ?? env['ProgramFiles']);
  if (!base) throw new Error(`${scope === 'user' ? 'LOCALAPPDATA' : 'ProgramFiles'} is not set; give --to`);
  return join(base, 'imnxport');
}

/** A program of Windows in the bitness of the DLL that it is to load, or of the registry that it is to see. */
export function systemProgram(name: string, arch: Arch, place: WindowsPlace): string {
  return join(place.env['SystemRoot'] ?? 'C:\\Windows', systemFolder(arch, place), name);
}

function systemFolder(arch: Arch, place: WindowsPlace): string {
  if (place.arch !== 'x64' && place.arch !== 'ia32') {
    throw new Error(`there is no imnxport.dll for Windows on ${place.arch}`);
  }
  if (!is64Bit(place)) {
    if (arch === 'x64') throw new Error('this Windows has 32 bits and cannot use the x64 DLL');
    return 'System32';
  }
  if (arch === 'ia32') return 'SysWOW64';
  return place.arch === 'x64' ? 'System32' : 'Sysnative'; // 32-bit programs see another System32
}

function is64Bit(place: WindowsPlace): boolean {
  return place.arch !== 'ia32' || place.env['PROCESSOR_ARCHITEW6432'] !== undefined;
}

const INPROC = `Software\\Classes\\CLSID\\${CLSID_ImnxportTransport}\\InprocServer32`;

/** The DLL that is registered as our class, or undefined. Throws when that cannot be known. */
export function registeredLibrary(arch: Arch, scope: Scope, place: WindowsPlace): string | undefined {
  const key = `${scope === 'user' ? 'HKCU' : 'HKLM'}\\${INPROC}`;
  const folder = mkdtempSync(join(tmpdir(), 'imnxport-'));
  const file = join(folder, 'class.reg');
  try {
    // An exported file is UTF-16; what `reg query` prints has lost the characters that the console's code page lacks.
    const program = systemProgram('reg.exe', arch, place);
    if (place.run(program, ['export', key, file, '/y']).code !== 0 || !existsSync(file)) {
      // It ends alike when there is no such key and when an administrator has forbidden it.
      const { code, output } = place.run(program, ['query', 'HKLM']);
      if (code !== 0) throw new Error(`the registry cannot be read: ${output.trim().split('\n')[0]}`);
      return undefined;
    }
    const text = readFileSync(file, 'utf16le');
    return /^@="(.*)"\r?$/m.exec(text)?.[1]?.replace(/\\(.)/g, '$1');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Has regsvr32 call the DLL's DllInstall. Throws an Error that says what went wrong, with the HRESULT. */
export function install(what: 'register' | 'unregister', library: string, call: InstallCall): void {
  const { arch, words, place } = call;
  const args = ['/s', ...(what === 'unregister' ? ['/u'] : []), '/n', `/i:${words}`, library];
  const { code, output } = place.run(systemProgram('regsvr32.exe', arch, place), args);
  if (code === 0) return;
  throw new Error(`${library} could not be ${what}ed (${arch}): ${reason(code, output)}`);
}

export interface InstallCall {
  arch: Arch;
  /** What DllInstall is told. */
  words: string;
  place: WindowsPlace;
}

/** What the DLL says on standard error, or else what the exit code of regsvr32 means. */
function reason(code: number | null, output: string): string {
  const said = /^imnxport: (0x[0-9A-F]{8}) (.*?)\r?$/m.exec(output);
  if (said) return explain(said[1]!, said[2]!);
  if (code === 3) return 'Windows could not load it (regsvr32 ended with 3)';
  return `regsvr32 ended with ${code ?? 'a crash'}`;
}

function explain(hresult: string, where: string): string {
  switch (hresult) {
    case '0x80070005':
      return `access denied at ${where} (${hresult}); for the whole machine it takes an administrator`;
    case '0x800700B7':
      return `${where} (${hresult}); --force takes it all the same`;
    default:
      return `${hresult} at ${where}`;
  }
}
