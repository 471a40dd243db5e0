// regsvr32, as people use it, with the registry of a real machine.
import { join } from 'node:path';
import { windowsBuild, windowsPath } from '../../support/windows.js';
import { ARCHES, host, OUR_KEY, ourKeys, run, systemProgram } from './registry.js';

jest.setTimeout(300_000);

describe.each(ARCHES)('regsvr32 for %s', (arch) => {
  const regsvr32 = (...args: string[]) =>
    run(systemProgram('regsvr32.exe', arch), [
      '/s',
      ...args,
      windowsPath(join(windowsBuild(arch), 'imnxport.dll')),
    ]);

  test('registers for everyone what hosts find by class and by name, and leaves nothing when it is undone', async () => {
    const before = await ourKeys();
    expect(await regsvr32()).toEqual({ code: 0, output: '' });
    expect(await host(arch, 'own_class')).toMatchObject({ code: 0 });
    expect(await regsvr32('/u')).toEqual({ code: 0, output: '' });
    expect(await ourKeys()).toEqual(before);
    expect(await host(arch, 'own_class')).toMatchObject({ code: 1 });
  });

  test('registers for one user, and leaves nothing when it is undone', async () => {
    const before = await ourKeys();
    expect(await regsvr32('/n', '/i:user')).toEqual({ code: 0, output: '' });
    const there = (await ourKeys()).join('\n');
    expect(there).toContain(`[HKEY_CURRENT_USER\\Software\\Classes\\${OUR_KEY}\\InprocServer32]`);
    expect(there).not.toContain(`[HKEY_LOCAL_MACHINE\\Software\\Classes\\${OUR_KEY}`);
    expect(await regsvr32('/u', '/n', '/i:user')).toEqual({ code: 0, output: '' });
    expect(await ourKeys()).toEqual(before);
  });

  test('fails with words that make no sense', async () => {
    const before = await ourKeys();
    expect(await regsvr32('/n', '/i:everyone')).toMatchObject({ code: 5 });
    expect(await ourKeys()).toEqual(before);
  });
});
