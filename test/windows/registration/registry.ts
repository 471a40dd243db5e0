// The registry of Windows as its own reg.exe shows it, and the programs of Windows in the bitness that is wanted.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../support/built.js';
import { runWindows, type WindowsArch, windowsBuild, windowsPath } from '../../support/windows.js';

/** A program of Windows in that bitness, as a 64-bit process names it. */
export function systemProgram(name: string, arch: WindowsArch): string {
  return `C:\\windows\\${arch === 'x64' ? 'system32' : 'syswow64'}\\${name}`;
}

/** Node.js for Windows: this one on Windows, the pinned one elsewhere. */
export function windowsNode(arch: WindowsArch): string {
  if (process.platform === 'win32') return process.execPath;
  type WindowsNode = { windowsNode(major: number, arch: WindowsArch): { program: string } };
  const script = join(packageRoot, 'scripts', 'windows-node.js');
  return (require(script) as WindowsNode).windowsNode(22, arch).program;
}

export const ARCHES: WindowsArch[] = ['x64', 'ia32'];
/** Our own class, below Software\\Classes. */
export const OUR_KEY = 'CLSID\\{F553FA68-647B-41EA-892A-73116EBDE3CD}';

/** What a case of activation_host says about the class that is registered now. */
export function host(arch: WindowsArch, name: string) {
  return runWindows(join(windowsBuild(arch), 'activation_host.exe'), ['--case', name]);
}

/** Runs a program; Wine's regsvr32 talks in spite of /s. */
export async function run(program: string, args: string[]) {
  const { code, output } = await runWindows(program, args, { limit: 120 });
  return { code, output: output.replace(/^regsvr32: .*\n/gm, '') };
}

/** Everything that can be ours, the class ID that others may own too. */
const OURS =
  /imnxport|F553FA68-647B-41EA|D6C0083F-44E0-45E2|E0531D5D-B78A-42BC|D2EA7D67-00C1-4183|5A580C11-E5EB-11D1/i;

/** The keys that mention us in any way, with all their values: of everyone and of the user, of 64 and of 32 bits. */
export async function ourKeys(): Promise<string[]> {
  const found = [];
  for (const key of ['HKLM\\Software\\Classes', 'HKCU\\Software\\Classes']) {
    const blocks = (await exported(key)).split('\r\n\r\n');
    found.push(...blocks.map((block) => block.trim()).filter((block) => OURS.test(block)));
  }
  return found.sort();
}

/** The 64-bit program shows the keys of 32-bit programs too, below Wow6432Node. */
async function exported(key: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'imnxport-registry-'));
  try {
    const file = join(folder, 'classes.reg');
    const { code } = await runWindows(systemProgram('reg.exe', 'x64'), [
      'export',
      key,
      windowsPath(file),
      '/y',
    ]);
    // A user may have no classes at all.
    return code === 0 ? readFileSync(file, 'utf16le') : '';
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function addValue(key: string, text: string, arch: WindowsArch): Promise<void> {
  const { code, output } = await runWindows(systemProgram('reg.exe', arch), [
    'add',
    key,
    '/ve',
    '/d',
    text,
    '/f',
  ]);
  if (code !== 0) throw new Error(output);
}

export async function deleteKey(key: string, arch: WindowsArch): Promise<void> {
  const { code, output } = await runWindows(systemProgram('reg.exe', arch), ['delete', key, '/f']);
  if (code !== 0) throw new Error(output);
}
