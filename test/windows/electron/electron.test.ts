// What breaks addons in Electron, tried on Windows with a Node.js that is not called node.exe: Electron's own programs cannot be
// had everywhere, and bring nothing to these that a renamed Node.js lacks.
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  runWindows,
  type WindowsArch,
  windowsBuild,
  windowsNode,
  windowsPath,
} from '../../support/windows.js';
import { exampleOutcome } from '../../support/electron-outcome.js';

const tests = join(__dirname, '..', '..');

describe.each<WindowsArch>(
  ['x64', 'ia32'].filter((arch) => windowsNode(arch as WindowsArch)) as WindowsArch[],
)('on %s', (arch) => {
  let folder: string;
  let program: string;
  let addon: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'imnxport-'));
    program = join(folder, 'MyElectron.exe');
    copyFileSync(windowsNode(arch)!, program);
    // Alone in a folder, as it lies beside an archive: it finds nothing that it would need.
    addon = join(folder, 'alone', 'imnxport.node');
    mkdirSync(join(folder, 'alone'));
    copyFileSync(join(windowsBuild(arch), 'imnxport.node'), addon);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** What a script prints in MyElectron.exe, with the addon that lies alone. */
  async function run(script: string, ...args: string[]): Promise<unknown> {
    const env = { IMNXPORT_BINDING_PATH: windowsPath(addon), no_proxy: '*' };
    const { code, output } = await runWindows(program, [windowsPath(join(tests, script)), ...args], { env });
    expect({ code, output }).toEqual({ code: 0, output: expect.stringMatching(/^\{.*\}\n$/) as string });
    return JSON.parse(output);
  }

  test('a program that is not node.exe loads the addon, in its threads and twice, and posts', async () => {
    expect(await run('windows/electron/children/post.js')).toEqual({
      program: 'MyElectron.exe',
      statuses: [201, 201, 201, 201, 201],
      twice: true,
    });
  });

  test('the addon asks for no external buffers, which Electron refuses', () => {
    const names = readFileSync(addon, 'latin1').match(/napi_create_\w+/g);
    expect(names).toContain('napi_create_arraybuffer');
    expect(names!.filter((name) => name.includes('external'))).toEqual([]);
  });

  const post = { status: 201, sent: 3_000_000 };
  const joined = { S_OK: 0, COINIT_MULTITHREADED: 0, COINIT_APARTMENTTHREADED: 2 };
  const kinds = { mainSta: 3, mta: 1 };

  test.each([
    // A member of the MTA is called on a thread of the library's; all others on their own, and only while they pump.
    ['a single-threaded apartment', `${joined.COINIT_APARTMENTTHREADED}`, joined.S_OK, kinds.mainSta, true],
    ['no apartment of its own', 'none', null, kinds.mta, true],
    ['the multi-threaded apartment', `${joined.COINIT_MULTITHREADED}`, joined.S_OK, kinds.mta, false],
  ])(
    "Electron's main loop, a dialog in it and another native module work in %s",
    async (_name, apartment, join, kind, own) => {
      const result = (await run(
        'windows/electron/children/main-thread.js',
        windowsPath(`${windowsBuild(arch)}/main_thread.node`),
        windowsPath(`${windowsBuild(arch)}/imnxport.dll`),
        apartment,
      )) as { inElectron: unknown; inNode: unknown };
      const state = (done: number, calls: unknown) => ({
        done,
        onMaker: own ? calls : 0,
        elsewhere: own ? 0 : calls,
        overlaps: 0,
        status: done > 0 ? 201 : 0,
      });
      const some = expect.any(Number) as unknown;
      const dialog = {
        started: true,
        // Nobody had pumped yet.
        before: own ? state(0, 0) : (expect.anything() as unknown),
        inTime: true,
        after: state(1, some),
        released: true,
        idle: true,
        unloaded: true,
      };
      const posts = { ended: [post, post, post], dialog };
      expect(result).toEqual({
        join,
        quit: true,
        inElectron: posts,
        inNode: posts,
        kind,
        other: joined.S_OK,
      });
    },
  );

  test('the example posts with progress, cancels, refuses strangers and quits in order', async () => {
    expect(await run('support/children/electron-example.js')).toEqual(exampleOutcome);
  });
});
