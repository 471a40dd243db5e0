// A COM server that is registered for everyone while the tests of a file, or of a group, run.
import { join } from 'node:path';
import { runWindows, type WindowsArch, windowsBuild, windowsPath } from '../../support/windows.js';

/** Has regsvr32 register the server of that bitness before the tests, and undo it after them. */
export function registered(arch: WindowsArch): void {
  const regsvr32 = (...args: string[]) =>
    runWindows('regsvr32.exe', ['/s', ...args, windowsPath(join(windowsBuild(arch), 'imnxport.dll'))]);
  beforeAll(async () => {
    expect(await regsvr32()).toMatchObject({ code: 0 });
  });
  afterAll(async () => {
    expect(await regsvr32('/u')).toMatchObject({ code: 0 });
  });
}
