// `imnxport register` and `imnxport unregister`: the COM server in the registry of Windows.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { putFile, removeCopy, samePath, stableFolder } from './copies.js';
import { EXIT, parse, UsageError } from './usage.js';
import {
  type Arch,
  arches,
  copiesFolder,
  here,
  install,
  packagedLibrary,
  registeredLibrary,
  type Scope,
  systemProgram,
  type WindowsPlace,
} from './windows.js';

const HELP = {
  register: `Usage: imnxport register [options]

Registers the COM server, so that programs find it by CLSID_ImnxportTransport or by Imnxport.HttpMailTransport. The
DLL is copied first, because a registered DLL has to stay where it is.

  --arch x64|ia32|both  the bitness of the programs that will use it; default: both
  --user                for you (default); programs that run as administrator do not see it
  --machine             for everyone; needs administrator rights
  --classic             CLSID_IHTTPMailTransport as well, for programs that know nothing else
  --force               with --classic: even when another DLL is registered for it
  --to FOLDER           copy to FOLDER\\<arch>; default: %LOCALAPPDATA%\\Programs\\imnxport\\<version>\\<arch>,
                        with --machine %ProgramFiles%\\imnxport\\<version>\\<arch>
  -h, --help

Exit code: 0 done, 1 failed, 2 wrong call.
`,
  unregister: `Usage: imnxport unregister [options]

Undoes what register did and restores CLSID_IHTTPMailTransport to what it was. The copy of the DLL is removed, unless
something still uses it.

  --arch x64|ia32|both  default: both
  --user                what was registered for you (default)
  --machine             what was registered for everyone; needs administrator rights
  --classic             accepted and ignored: the class is restored in any case
  --to FOLDER           the folder that register was given
  -h, --help

Exit code: 0 done, 1 failed, 2 wrong call.
`,
} as const;

const OPTIONS = {
  arch: { type: 'string' },
  user: { type: 'boolean' },
  machine: { type: 'boolean' },
  classic: { type: 'boolean', default: false },
  force: { type: 'boolean', default: false },
  to: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

type What = keyof typeof HELP;

/** What is to be done, for each bitness. */
interface Job {
  scope: Scope;
  classic: boolean;
  force: boolean;
  /** The folder of --to. */
  to: string | undefined;
  place: WindowsPlace;
}

/** Carries out a command; what was done before a failure has been printed. Throws what the user is to read. */
export function registration(what: What, args: string[], place = here()): number {
  const { values, positionals } = parse(args, OPTIONS);
  if (values.help) {
    process.stdout.write(HELP[what]);
    return EXIT.ok;
  }
  if (positionals.length > 0) {
    throw new UsageError(`${what} takes no '${positionals[0]}'`);
  }
  if (values.user && values.machine) throw new UsageError('--user and --machine exclude each other');
  if (values.force && !(values.classic && what === 'register')) {
    throw new UsageError('--force belongs to register --classic');
  }
  const chosen = arches(values.arch, place);
  const job: Job = {
    scope: values.machine ? 'machine' : 'user',
    classic: values.classic,
    force: values.force,
    to: values.to === undefined ? undefined : stableFolder(values.to),
    place,
  };
  if (place.platform !== 'win32') {
    throw new Error(`${what} needs Windows: only Windows has a registry of COM classes`);
  }
  // What cannot be done for one bitness is said before anything is done for the other.
  for (const arch of chosen) {
    systemProgram('regsvr32.exe', arch, place);
    if (what === 'register') packagedLibrary(arch, place);
  }
  for (const arch of chosen) (what === 'register' ? register : unregister)(arch, job);
  return EXIT.ok;
}

const WHOSE = { user: 'for you', machine: 'for everyone' } as const;

function register(arch: Arch, job: Job): void {
  const { scope, place } = job;
  const folder = job.to ?? join(copiesFolder(scope, place), place.version);
  const library = copyIn(folder, arch);
  const isNew = putFile(packagedLibrary(arch, place), library);
  const words = [scope, ...(job.classic ? ['classic'] : []), ...(job.force ? ['force'] : [])].join(',');
  try {
    install('register', library, { arch, words, place });
  } catch (error) {
    if (isNew) removeCopy(library, job.to ?? copiesFolder(scope, place));
    throw error;
  }
  place.print(`${arch}: registered ${WHOSE[scope]}: ${library}`);
  try {
    sweep(arch, job);
  } catch (error) {
    // It is registered; only old copies stay.
    place.print(`${arch}: ${(error as Error).message}`);
  }
}

function unregister(arch: Arch, job: Job): void {
  const { scope, place } = job;
  const library = registeredLibrary(arch, scope, place);
  if (library === undefined) {
    place.print(`${arch}: nothing is registered ${WHOSE[scope]}`);
  } else if (!copies(arch, job).some((copy) => samePath(copy, library))) {
    place.print(`${arch}: left alone, because it was registered from elsewhere (see --to): ${library}`);
  } else {
    // Any copy undoes the registration of one that is gone.
    const able = existsSync(library) ? library : packagedLibrary(arch, place);
    install('unregister', able, { arch, words: scope, place });
    place.print(`${arch}: no longer registered ${WHOSE[scope]}: ${library}`);
  }
  sweep(arch, job);
}

const copyIn = (folder: string, arch: Arch): string => join(folder, arch, 'imnxport.dll');

/** Where the copies of these commands may be, of every version, whether they are there or not. */
function copies(arch: Arch, job: Job): string[] {
  if (job.to !== undefined) return [copyIn(job.to, arch)];
  const base = copiesFolder(job.scope, job.place);
  return (existsSync(base) ? readdirSync(base) : []).map((version) => copyIn(join(base, version), arch));
}

/** Removes copies that are not registered (any more), unless something uses them. */
function sweep(arch: Arch, job: Job): void {
  const { place } = job;
  const base = job.to ?? copiesFolder(job.scope, place);
  for (const copy of copies(arch, job).filter(existsSync)) {
    const users = (['user', 'machine'] as const).filter((scope) => {
      const library = registeredLibrary(arch, scope, place);
      return library !== undefined && samePath(library, copy);
    });
    const other = users.find((scope) => scope !== job.scope);
    if (users.includes(job.scope)) continue;
    if (other !== undefined) {
      place.print(`${arch}: kept, because it is registered ${WHOSE[other]}: ${copy}`);
    } else if (!removeCopy(copy, base)) {
      place.print(`${arch}: kept, because a running program uses it: ${copy}`);
    }
  }
}
