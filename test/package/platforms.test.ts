// What the installed package says on a system that it has no binary for. A script plays the system, before anything else runs.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installed, platforms, run } from '../support/package.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'imnxport-platform-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A script that makes this Node.js say that it is another one. */
function playing(platform: string, arch: string): string {
  return `
    Object.defineProperty(process, 'platform', { value: '${platform}' });
    Object.defineProperty(process, 'arch', { value: '${arch}' });`;
}

/** What the package at `root` answers after that script has run. */
function ask(script: string, root = installed): { supported: boolean; code: string; message: string } {
  writeFileSync(
    join(folder, 'ask.cjs'),
    `${script}
    const { HttpMailTransport, isSupported } = require(${JSON.stringify(root)});
    try {
      new HttpMailTransport();
    } catch ({ code, message }) {
      console.log(JSON.stringify({ supported: isSupported(), code, message }));
    }`,
  );
  return JSON.parse(run(process.execPath, ['ask.cjs'], folder)) as ReturnType<typeof ask>;
}

test.each([
  ['darwin', 'arm64'],
  ['darwin', 'x64'],
  ['win32', 'arm64'],
  ['linux', 'arm64'],
  ['linux', 'ia32'],
  ['freebsd', 'x64'],
])(
  'on %s %s it is imported, and says that it has no binary and for which platforms it has',
  (platform, arch) => {
    const { supported, code, message } = ask(playing(platform, arch));
    expect({ supported, code }).toEqual({ supported: false, code: 'ERR_IMNXPORT_UNSUPPORTED_PLATFORM' });
    expect(message).toMatch(new RegExp(`^imnxport has no binary for ${platform}-${arch} \\(Node\\.js v`));
    expect(message).toContain(`This package has it for ${platforms().join(', ')}`);
  },
);

if (process.platform === 'linux') {
  /** The package with an addon that wants a glibc which nobody has; the rest of the binary is as it was. */
  function demanding(): string {
    const root = join(folder, 'imnxport');
    cpSync(installed, root, { recursive: true });
    const file = join(root, 'prebuilds', `${process.platform}-${process.arch}`, 'imnxport.node');
    const bytes = readFileSync(file, 'latin1').replaceAll(/(?<=\0GLIBC_2\.)\d\d(?=\0)/g, '99');
    writeFileSync(file, bytes, 'latin1');
    return root;
  }
  const me = `linux-${process.arch}`;

  test('with a glibc that is too old it says which one it needs, which one is there, and what the system says', () => {
    const { supported, code, message } = ask('', demanding());
    expect({ supported, code }).toEqual({ supported: false, code: 'ERR_IMNXPORT_UNSUPPORTED_PLATFORM' });
    expect(message).toMatch(
      new RegExp(
        `^imnxport has no binary for ${me} with glibc 2\\.\\d+ \\(Node\\.js \\S+\\): it needs glibc 2\\.99 or newer\\. .*GLIBC_2\\.99' not found`,
      ),
    );
  });

  test('with musl it says that it needs glibc', () => {
    const script = `
      const report = process.report.getReport();
      delete report.header.glibcVersionRuntime;
      process.report.getReport = () => report;`;
    const { supported, message } = ask(script, demanding());
    expect(supported).toBe(false);
    expect(message).toMatch(
      /^imnxport has no binary for linux-\w+ with another C library than glibc, such as musl/,
    );
    expect(message).toContain('it needs glibc 2.99 or newer');
  });
}
