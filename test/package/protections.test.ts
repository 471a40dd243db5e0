// What the Linux binaries bring against a flaw in them, or in what is linked in. Those of Windows: test/windows/binaries.test.ts.
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { addon, library } from '../support/built.js';

const readelf = (...args: string[]) =>
  execFileSync('readelf', ['--wide', ...args], { encoding: 'utf8', maxBuffer: 64 << 20 });

describe.each([addon(), library()])('%s', (file) => {
  test(`${path.basename(file)} is read-only once the loader is done with it, and no stack of it is executable`, () => {
    const segments = readelf('--segments', file);
    expect(segments).toMatch(/GNU_RELRO/);
    expect(/GNU_STACK.*/.exec(segments)?.[0]).toMatch(/ RW /);
    expect(readelf('--dynamic', file)).toMatch(/BIND_NOW|\(FLAGS_1\).*\bNOW\b/);
    expect(readelf('--dynamic', file)).not.toMatch(/TEXTREL/);
  });

  test(`${path.basename(file)} notices a stack that was written over`, () => {
    expect(readelf('--dyn-syms', file)).toMatch(/UND __stack_chk_fail\b/);
  });
});
