// `imnxport register` and `unregister` as people use them, with the registry of a real machine.
import { join } from 'node:path';
import { packageRoot } from '../../support/built.js';
import { runWindows, type WindowsArch, windowsPath } from '../../support/windows.js';
import { ARCHES, host, OUR_KEY, ourKeys, run, windowsNode } from './registry.js';

jest.setTimeout(300_000);

// Each Node.js acts on DLLs of both kinds.
describe.each(ARCHES)('the command line in Node.js for %s', (nodeArch) => {
  const imnxport = (...args: string[]) =>
    run(windowsNode(nodeArch), [windowsPath(join(packageRoot, 'dist', 'cli', 'main.js')), ...args]);

  test('registers both DLLs for everyone, from folders that stay, and leaves nothing', async () => {
    const before = await ourKeys();
    const registered = await imnxport('register', '--machine');
    expect(registered).toMatchObject({ code: 0 });
    const paths = [...registered.output.matchAll(/^(x64|ia32): registered for everyone: (.*)$/gm)];
    expect(paths.map((match) => match[1])).toEqual(ARCHES);
    for (const [, arch, path] of paths) {
      expect(path).toMatch(/^C:\\Program Files\\imnxport\\\d+\.\d+\.\d+\\(x64|ia32)\\imnxport\.dll$/);
      expect(await host(arch as WindowsArch, 'own_class')).toMatchObject({ code: 0 });
    }
    expect(await imnxport('register', '--machine')).toEqual(registered);

    const gone = await imnxport('unregister', '--machine');
    expect(gone).toMatchObject({ code: 0 });
    expect(gone.output.match(/no longer registered for everyone/g)).toHaveLength(2);
    expect(await ourKeys()).toEqual(before);
    const looked = await runWindows('cmd.exe', ['/c', 'if exist "C:\\Program Files\\imnxport" echo there']);
    expect(looked.output).toBe('');
    expect((await imnxport('unregister', '--machine')).output).toBe(
      'x64: nothing is registered for everyone\nia32: nothing is registered for everyone\n',
    );
  });

  test.each(ARCHES)('registers the DLL for %s for the user, and leaves nothing', async (arch) => {
    const before = await ourKeys();
    const { code, output } = await imnxport('register', '--arch', arch);
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toMatch(/^(x64|ia32): registered for you: C:\\.*\\AppData\\Local\\Programs\\imnxport\\/);
    expect((await ourKeys()).join('\n')).toContain(`[HKEY_CURRENT_USER\\Software\\Classes\\${OUR_KEY}`);
    expect(await imnxport('unregister', '--arch', arch)).toMatchObject({ code: 0 });
    expect(await ourKeys()).toEqual(before);
  });
});
