// Compiles Pascal for 64-bit Windows: Debian has the compiler and the sources of its library, but not the library made for Windows.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const sources = '/usr/share/fpcsrc';

/** The folders of the library's sources, and what is included by them. */
const units = [
  ...['win64', 'win', 'inc', 'x86_64', 'objpas', 'objpas/sysutils', 'objpas/classes'].map(
    (name) => `rtl/${name}`,
  ),
  ...[
    'winunits-base/src',
    'rtl-objpas/src/inc',
    'rtl-objpas/src/win',
    'fcl-registry/src',
    'fcl-base/src',
  ].map((name) => `packages/${name}`),
  'packages/fcl-xml/src',
];
const includes = [...units, 'rtl/win/wininc'];

/** Compiles a program, which finds its own units beside it, to an .exe of its name in a folder. Throws with the compiler's errors. */
export function compilePascal(program: string, folder: string) {
  const [version] = readdirSync(sources);
  const from = join(sources, version!);
  const library = join(folder, 'library');
  mkdirSync(library, { recursive: true });
  const options = ['-Twin64', '-O1', '-v0e', `-FU${library}`, `-Fu${library}`];
  options.push(
    ...units.map((name) => `-Fu${join(from, name)}`),
    ...includes.map((name) => `-Fi${join(from, name)}`),
  );
  const file = join(folder, 'options');
  writeFileSync(file, options.join('\n'));
  // Without the configuration of this machine, which names the library for Linux.
  const compile = (...args: string[]) =>
    execFileSync('ppcx64', ['-n', `@${file}`, ...args], { encoding: 'utf8', stdio: 'pipe' });
  // The unit that every other one needs is compiled in a way of its own.
  compile('-Us', '-Sg', join(from, 'rtl', 'win64', 'system.pp'));
  const output = join(folder, basename(program).replace(/\.\w+$/, '.exe'));
  compile(`-o${output}`, program);
}
