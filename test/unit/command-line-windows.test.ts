// `imnxport register`, `unregister` and `manifest`, on a Windows that consists of folders and a table.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { manifest } from '../../dist/cli/manifest.js';
import { registration } from '../../dist/cli/register.js';
import { UsageError } from '../../dist/cli/usage.js';
import type { ProgramEnd, WindowsPlace } from '../../dist/cli/windows.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'imnxport-cli-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A 64-bit Windows with a 64-bit Node.js; what it was asked to do is kept. */
class Windows implements WindowsPlace {
  platform = 'win32';
  arch = 'x64';
  version = '1.2.3';
  root = join(folder, 'package');
  env: NodeJS.ProcessEnv = {
    SystemRoot: join(folder, 'Windows'),
    LOCALAPPDATA: join(folder, 'Local'),
    ProgramFiles: join(folder, 'Program Files'),
  };
  lines: string[] = [];
  calls: string[] = [];
  /** `x64 user` → the registered DLL. */
  registry = new Map<string, string>();
  /** How the next regsvr32 ends, instead of well. */
  failure: ProgramEnd | undefined;
  /** Nobody may look into the registry. */
  locked = false;
  /** There is no other half. */
  only32 = false;

  constructor() {
    for (const arch of ['x64', 'ia32']) this.ship(arch, 'one');
  }

  ship(arch: string, version: string): void {
    const made = join(this.root, 'prebuilds', `win32-${arch}`);
    mkdirSync(made, { recursive: true });
    writeFileSync(join(made, 'imnxport.dll'), `${arch} ${version}`);
    writeFileSync(join(made, 'imnxport.manifest'), `<manifest of ${arch}>`);
  }

  print = (line: string): void => void this.lines.push(line);

  run = (program: string, args: string[]): ProgramEnd => {
    const system = basename(dirname(program));
    const arch = system === 'SysWOW64' || this.only32 ? 'ia32' : 'x64';
    if (basename(program) === 'regsvr32.exe') return this.regsvr32(arch, system, args);
    if (this.locked) return { code: 1, output: 'ERROR: Registry editing has been disabled.\r\n' };
    return args[0] === 'query' ? { code: 0, output: '' } : this.export(arch, args);
  };

  private export(arch: string, [command, key, file, yes]: string[]): ProgramEnd {
    expect([command, yes]).toEqual(['export', '/y']);
    const path = this.registry.get(`${arch} ${key!.startsWith('HKCU\\') ? 'user' : 'machine'}`);
    if (path === undefined) return { code: 1, output: 'ERROR: not found' };
    const text = `\uFEFFWindows Registry Editor Version 5.00\r\n\r\n[${key}]\r\n@="${path.replaceAll('\\', '\\\\')}"\r\n`;
    writeFileSync(file!, text, 'utf16le');
    return { code: 0, output: '' };
  }

  private regsvr32(arch: string, system: string, args: string[]): ProgramEnd {
    const library = args.at(-1)!;
    this.calls.push(`${system} ${args.slice(0, -1).join(' ')}`);
    if (this.failure) return this.failure;
    if (!existsSync(library) || !readFileSync(library, 'utf8').startsWith(arch))
      return { code: 3, output: '' };
    const scope = /\/i:(user|machine)/.exec(args.join(' '))![1]!;
    if (args.includes('/u')) this.registry.delete(`${arch} ${scope}`);
    else this.registry.set(`${arch} ${scope}`, library);
    return { code: 0, output: '' };
  }

  register(...args: string[]): number {
    return registration('register', args, this);
  }

  unregister(...args: string[]): number {
    return registration('unregister', args, this);
  }

  copy(arch: string, base = this.env['LOCALAPPDATA']!, version = this.version): string {
    const programs = base === this.env['LOCALAPPDATA'] ? join(base, 'Programs') : base;
    return join(programs, 'imnxport', version, arch, 'imnxport.dll');
  }
}

describe('register', () => {
  test('copies both DLLs into a folder of their version and has each registered by its own regsvr32', () => {
    const windows = new Windows();
    expect(windows.register()).toBe(0);
    expect(windows.calls).toEqual(['System32 /s /n /i:user', 'SysWOW64 /s /n /i:user']);
    expect(readFileSync(windows.copy('x64'), 'utf8')).toBe('x64 one');
    expect(readFileSync(windows.copy('ia32'), 'utf8')).toBe('ia32 one');
    expect([...windows.registry.values()]).toEqual([windows.copy('x64'), windows.copy('ia32')]);
    expect(windows.lines).toEqual([
      `x64: registered for you: ${windows.copy('x64')}`,
      `ia32: registered for you: ${windows.copy('ia32')}`,
    ]);
  });

  test('a 32-bit Node.js on a 64-bit Windows reaches the other half through Sysnative', () => {
    const windows = new Windows();
    windows.arch = 'ia32';
    windows.env['PROCESSOR_ARCHITEW6432'] = 'AMD64';
    windows.env['ProgramW6432'] = join(folder, 'Program Files 64');
    windows.register('--machine');
    expect(windows.calls).toEqual(['Sysnative /s /n /i:machine', 'SysWOW64 /s /n /i:machine']);
    expect(existsSync(windows.copy('x64', windows.env['ProgramW6432']))).toBe(true);
  });

  test('a Windows with 32 bits has one DLL only', () => {
    const windows = new Windows();
    windows.arch = 'ia32';
    windows.only32 = true;
    expect(windows.register()).toBe(0);
    expect(windows.calls).toEqual(['System32 /s /n /i:user']);
    expect([...windows.registry.values()]).toEqual([windows.copy('ia32')]);
    expect(() => windows.register('--arch', 'x64')).toThrow('this Windows has 32 bits');
  });

  test('tells the DLL what is wanted', () => {
    const windows = new Windows();
    windows.register('--arch', 'ia32', '--machine', '--classic', '--force');
    windows.register('--arch', 'x64', '--classic');
    expect(windows.calls).toEqual([
      'SysWOW64 /s /n /i:machine,classic,force',
      'System32 /s /n /i:user,classic',
    ]);
  });

  test('copies to a folder of the user, which may not be one that comes and goes', () => {
    const windows = new Windows();
    windows.register('--arch', 'x64', '--to', join(folder, 'kept'));
    expect(windows.registry.get('x64 user')).toBe(join(folder, 'kept', 'x64', 'imnxport.dll'));
    for (const name of ['node_modules', '_npx', 'app.asar', 'app.asar.unpacked', 'Node_Modules']) {
      expect(() => windows.register('--to', join(folder, name, 'x'))).toThrow(UsageError);
    }
  });

  test('again it is the same, and a copy that is the same is not written', () => {
    const windows = new Windows();
    windows.register('--arch', 'x64');
    expect(windows.register('--arch', 'x64')).toBe(0);
    expect(readdirSync(dirname(windows.copy('x64')))).toEqual(['imnxport.dll']);
  });

  test('a new version goes into a new folder, and the old copy goes', () => {
    const windows = new Windows();
    windows.register('--arch', 'x64');
    const old = windows.copy('x64');
    windows.version = '1.3.0';
    windows.ship('x64', 'two');
    windows.register('--arch', 'x64');
    expect(windows.registry.get('x64 user')).toBe(windows.copy('x64'));
    expect(readFileSync(windows.copy('x64'), 'utf8')).toBe('x64 two');
    expect(existsSync(old)).toBe(false);
    expect(readdirSync(join(folder, 'Local', 'Programs', 'imnxport'))).toEqual(['1.3.0']);
  });

  test('a build of the checkout goes before what was built earlier', () => {
    const windows = new Windows();
    const build = join(windows.root, 'build', 'win32-x64');
    mkdirSync(build, { recursive: true });
    writeFileSync(join(build, 'imnxport.dll'), 'x64 fresh');
    windows.register('--arch', 'x64');
    expect(readFileSync(windows.copy('x64'), 'utf8')).toBe('x64 fresh');
  });

  test('in a packed Electron app the unpacked DLL is copied', () => {
    const windows = new Windows();
    windows.root = join(folder, 'app.asar.unpacked', 'imnxport');
    windows.ship('x64', 'unpacked');
    windows.root = join(folder, 'app.asar', 'imnxport');
    windows.register('--arch', 'x64');
    expect(readFileSync(windows.copy('x64'), 'utf8')).toBe('x64 unpacked');
  });

  test.each([
    [
      'imnxport: 0x80070005 HKEY_LOCAL_MACHINE\\Software\\Classes\\CLSID\\{1}\r\n',
      5,
      /access denied at HKEY_LOCAL_MACHINE\\Software\\Classes\\CLSID\\\{1\} \(0x80070005\); .* an administrator$/,
    ],
    [
      'imnxport: 0x800700B7 CLSID\\{5} belongs to C:\\x\\inetcomm.dll\r\n',
      5,
      /CLSID\\\{5\} belongs to C:\\x\\inetcomm\.dll \(0x800700B7\); --force takes it/,
    ],
    ['imnxport: 0x8007000E somewhere\r\n', 5, /: 0x8007000E at somewhere$/],
    ['', 3, /Windows could not load it \(regsvr32 ended with 3\)$/],
    ['', 5, /regsvr32 ended with 5$/],
    ['', null, /regsvr32 ended with a crash$/],
  ])('what went wrong is one line: %j', (output, code, message) => {
    const windows = new Windows();
    windows.failure = { code, output };
    expect(() => windows.register('--arch', 'x64')).toThrow(message);
    expect(windows.lines).toEqual([]);
    expect(existsSync(join(folder, 'Local', 'Programs', 'imnxport'))).toBe(false);
  });

  test('a DLL that is missing is said before anything is done', () => {
    const windows = new Windows();
    rmSync(join(windows.root, 'prebuilds', 'win32-ia32'), { recursive: true });
    expect(() => windows.register()).toThrow('this package has no imnxport.dll for ia32');
    expect(windows.calls).toEqual([]);
  });

  test('Windows on ARM is not there yet', () => {
    const windows = new Windows();
    windows.arch = 'arm64';
    expect(() => windows.register()).toThrow('there is no imnxport.dll for Windows on arm64');
  });

  test.each([
    [['--arch', 'arm64'], /--arch takes x64, ia32 or both/],
    [['--user', '--machine'], /exclude each other/],
    [['--force'], /--force belongs to register --classic/],
    [['x64'], /takes no 'x64'/],
    [['--what'], /Unknown option '--what'/],
  ])('%j is a wrong call', (args, message) => {
    const windows = new Windows();
    expect(() => windows.register(...args)).toThrow(UsageError);
    expect(() => windows.register(...args)).toThrow(message);
    expect(windows.calls).toEqual([]);
  });
});

describe('unregister', () => {
  test('leaves nothing behind', () => {
    const windows = new Windows();
    windows.register();
    windows.calls = [];
    expect(windows.unregister()).toBe(0);
    expect(windows.calls).toEqual(['System32 /s /u /n /i:user', 'SysWOW64 /s /u /n /i:user']);
    expect(windows.registry.size).toBe(0);
    expect(readdirSync(join(folder, 'Local', 'Programs'))).toEqual([]);
  });

  test('of nothing says so', () => {
    const windows = new Windows();
    expect(windows.unregister()).toBe(0);
    expect(windows.lines).toEqual([
      'x64: nothing is registered for you',
      'ia32: nothing is registered for you',
    ]);
    expect(windows.calls).toEqual([]);
  });

  test('undoes an older version too', () => {
    const windows = new Windows();
    windows.register('--arch', 'x64', '--machine');
    windows.version = '2.0.0';
    windows.unregister('--arch', 'x64', '--machine');
    expect(windows.registry.size).toBe(0);
    expect(existsSync(join(folder, 'Program Files', 'imnxport'))).toBe(false);
  });

  test('needs --to for what was registered with it, and takes only the DLL from there', () => {
    const windows = new Windows();
    const to = join(folder, 'kept');
    windows.register('--arch', 'x64', '--to', to);
    writeFileSync(join(to, 'mine.txt'), '');
    expect(windows.unregister('--arch', 'x64')).toBe(0);
    expect(windows.lines.at(-1)).toContain('left alone');
    expect(windows.registry.size).toBe(1);
    windows.unregister('--arch', 'x64', '--to', to);
    expect(windows.registry.size).toBe(0);
    expect(readdirSync(to)).toEqual(['mine.txt']);
  });

  test('leaves alone what was registered by somebody else', () => {
    const windows = new Windows();
    windows.registry.set('x64 user', join(folder, 'App', 'imnxport.dll'));
    expect(windows.unregister('--arch', 'x64')).toBe(0);
    expect(windows.calls).toEqual([]);
    expect(windows.lines[0]).toContain(`left alone, because it was registered from elsewhere`);
  });

  test('a copy that was deleted by hand is unregistered by that of the package', () => {
    const windows = new Windows();
    windows.register('--arch', 'x64');
    rmSync(windows.copy('x64'));
    expect(windows.unregister('--arch', 'x64')).toBe(0);
    expect(windows.registry.size).toBe(0);
  });

  test('removes nothing where it may not look into the registry', () => {
    const windows = new Windows();
    windows.register('--arch', 'x64');
    windows.locked = true;
    expect(windows.register('--arch', 'x64')).toBe(0);
    expect(() => windows.unregister('--arch', 'x64')).toThrow(
      'the registry cannot be read: ERROR: Registry editing has been disabled.',
    );
    expect(existsSync(windows.copy('x64'))).toBe(true);
  });

  test('removes a copy that was still in use the last time', () => {
    const windows = new Windows();
    windows.register('--arch', 'x64');
    windows.registry.clear();
    windows.version = '1.2.4';
    windows.unregister('--arch', 'x64');
    expect(windows.lines.slice(1)).toEqual(['x64: nothing is registered for you']);
    expect(readdirSync(join(folder, 'Local', 'Programs'))).toEqual([]);
  });

  test('keeps a copy that is registered for everyone too', () => {
    const windows = new Windows();
    const to = join(folder, 'kept');
    windows.register('--arch', 'x64', '--to', to);
    windows.register('--arch', 'x64', '--to', to, '--machine');
    windows.unregister('--arch', 'x64', '--to', to);
    expect(windows.lines.at(-1)).toContain('kept, because it is registered for everyone');
    windows.unregister('--arch', 'x64', '--to', to, '--machine');
    expect(existsSync(to)).toBe(false);
  });

  test('says what regsvr32 says', () => {
    const windows = new Windows();
    windows.register('--arch', 'x64');
    windows.failure = { code: 5, output: 'imnxport: 0x80070005 HKEY_CURRENT_USER\\Software\r\n' };
    expect(() => windows.unregister('--arch', 'x64')).toThrow(
      /could not be unregistered \(x64\): access denied/,
    );
    expect(existsSync(windows.copy('x64'))).toBe(true);
  });
});

describe('manifest', () => {
  test('puts the DLL and its manifest beside a program, and shows what the program needs', () => {
    const windows = new Windows();
    windows.platform = 'linux'; // a program is packed where it is built
    const host = join(folder, 'host');
    expect(manifest(['--arch', 'ia32', '--to', host], windows)).toBe(0);
    expect(readFileSync(join(host, 'imnxport.dll'), 'utf8')).toBe('ia32 one');
    expect(readFileSync(join(host, 'imnxport.manifest'), 'utf8')).toBe('<manifest of ia32>');
    expect(windows.lines.join('\n')).toContain(
      '<assemblyIdentity type="win32" name="imnxport" version="1.0.0.0"',
    );
    expect(windows.calls).toEqual([]);
  });

  test.each([
    [[], /needs --arch/],
    [['--arch', 'both', '--to', 'x'], /needs --arch/],
    [['--arch', 'x64'], /needs --to/],
    [['--arch', 'x64', '--to', 'node_modules'], /needs a folder that stays/],
    [['--arch', 'x64', '--to', 'x', '--classic'], /Unknown option/],
    [['--arch', 'x64', '--to', 'x', 'y'], /takes no 'y'/],
  ])('%j is a wrong call', (args, message) => {
    expect(() => manifest(args, new Windows())).toThrow(UsageError);
    expect(() => manifest(args, new Windows())).toThrow(message);
  });
});

test('off Windows there is no registry', () => {
  const windows = new Windows();
  windows.platform = 'linux';
  expect(() => windows.register()).toThrow('only Windows has a registry');
  expect(() => windows.unregister()).toThrow('only Windows has a registry');
  expect(windows.calls).toEqual([]);
});
