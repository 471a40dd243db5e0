// A provider that cannot be had: the error says what was looked for, and what was found instead.
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ImnxportError } from '../../dist/errors.js';
import { Hresult } from '../../dist/hresult.js';
import type { Provider } from '../../dist/provider.js';
import { addon, library, plainLibrary } from '../support/built.js';
import { rejection } from '../support/fake.js';
import { later, raw, transport } from '../support/real.js';

const own = `this process is ${process.arch}, ${process.arch === 'ia32' ? 32 : 64} bit`;
const unknownClass = '{12345678-1234-1234-1234-123456789ABC}';
const windows = process.platform === 'win32';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'imnxport-'));
  later(() => {
    try {
      rmSync(made, { recursive: true, force: true });
    } catch (error) {
      // Windows keeps the file of a library that this process has loaded, Wine also one that it has tried to load.
      if (!windows || (error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
    }
  });
  return made;
}

/** What a post over it rejects with; nothing must have been sent. */
async function failure(provider: Provider): Promise<ImnxportError> {
  const server = await raw();
  const error = await rejection(transport({ provider }).post(server.url, 'x'));
  expect(server.requests).toHaveLength(0);
  expect(ImnxportError.is(error)).toBe(true);
  expect(error).toMatchObject({ delivery: 'none' });
  return error as ImnxportError;
}

test('a file that is not there', async () => {
  const dll = join(folder(), 'missing.dll');
  const error = await failure({ dll });
  expect(error).toMatchObject({
    code: 'ERR_IMNXPORT_PROVIDER_NOT_FOUND',
    hresult: Hresult.ERROR_FILE_NOT_FOUND,
  });
  expect(error.message).toContain(`there is no file ${dll}; ${own}`);
});

test('a file that is no library', async () => {
  const dll = join(folder(), 'text.dll');
  writeFileSync(dll, 'Subject: this is mail\r\n');
  const error = await failure({ dll });
  expect(error).toMatchObject({
    code: 'ERR_IMNXPORT_PROVIDER_FAILED',
    hresult: Hresult.ERROR_BAD_EXE_FORMAT,
  });
  expect(error.message).toContain(`${dll} is not a library`);
});

test('a folder', async () => {
  const error = await failure({ dll: folder() });
  expect(error).toMatchObject({ code: 'ERR_IMNXPORT_PROVIDER_FAILED' });
});

/** The first bytes of a library for another machine than this one. */
function otherMachine(): Buffer {
  const narrow = process.arch === 'ia32';
  const bytes = Buffer.alloc(0x100);
  if (windows) {
    bytes.write('MZ');
    bytes.writeUInt32LE(0x80, 0x3c);
    bytes.write('PE', 0x80);
    bytes.writeUInt16LE(narrow ? 0x8664 : 0x14c, 0x84);
  } else {
    bytes.write('\x7fELF', 'latin1');
    bytes.set([narrow ? 2 : 1, 1, 1], 4);
    bytes.writeUInt16LE(narrow ? 62 : 3, 18);
  }
  return bytes;
}

test('a library of the other bitness', async () => {
  const dll = join(folder(), 'other.dll');
  writeFileSync(dll, otherMachine());
  const error = await failure({ dll });
  expect(error).toMatchObject({
    code: 'ERR_IMNXPORT_PROVIDER_BITNESS',
    hresult: Hresult.ERROR_BAD_EXE_FORMAT,
  });
  const there = process.arch === 'ia32' ? 'x64, 64 bit' : 'ia32, 32 bit';
  expect(error.message).toContain(`${dll} is for ${there}; ${own}`);
});

test('a library that needs another one, which is not there', async () => {
  const needs = windows ? 'KERNEL32.dll' : 'libc.so.6';
  const missing = windows ? 'KERNEL3x.dll' : 'libq.so.6';
  const dll = join(folder(), 'needs.dll');
  const bytes = readFileSync(plainLibrary());
  const at = bytes.indexOf(`${needs}\0`);
  expect(at).toBeGreaterThan(0);
  bytes.write(missing, at);
  writeFileSync(dll, bytes);
  const error = await failure({ dll });
  expect(error).toMatchObject({
    code: 'ERR_IMNXPORT_PROVIDER_FAILED',
    hresult: Hresult.ERROR_MOD_NOT_FOUND,
  });
  expect(error.message).toContain(`${dll} could not be loaded`);
});

test('a library that is no COM server', async () => {
  const error = await failure({ dll: addon() });
  expect(error).toMatchObject({
    code: 'ERR_IMNXPORT_PROVIDER_NOT_FOUND',
    hresult: Hresult.ERROR_PROC_NOT_FOUND,
  });
  expect(error.message).toContain('has no export DllGetClassObject');
});

test('a class that the library does not have', async () => {
  const error = await failure({ dll: library(), clsid: unknownClass.toLowerCase() });
  expect(error).toMatchObject({
    code: 'ERR_IMNXPORT_PROVIDER_NOT_FOUND',
    hresult: Hresult.CLASS_E_CLASSNOTAVAILABLE,
  });
  expect(error.message).toContain(`${library()} has no class ${unknownClass}`);
});

test('a class that is not registered', async () => {
  const error = await failure({ clsid: unknownClass });
  expect(error).toMatchObject({
    code: 'ERR_IMNXPORT_PROVIDER_NOT_FOUND',
    hresult: Hresult.REGDB_E_CLASSNOTREG,
  });
  expect(error.message).toContain(
    windows ? `HKEY_CLASSES_ROOT\\CLSID\\${unknownClass}\\InprocServer32; ${own}` : 'this is another system',
  );
});

test('the transport of the system, where there is none', async () => {
  const server = await raw();
  const error = await rejection(transport({ provider: 'inetcomm', proxy: undefined }).post(server.url, 'x'));
  expect(error).toMatchObject({ code: 'ERR_IMNXPORT_PROVIDER_NOT_FOUND' });
  expect((error as Error).message).toContain('{5A580C11-E5EB-11D1-A86E-0000F8084F96}');
});

test('each post asks anew: a library that has come meanwhile is taken', async () => {
  const server = await raw();
  const dll = join(folder(), 'später gekommen', basename(library()));
  const mail = transport({ provider: { dll: pathToFileURL(dll) } });
  expect(await rejection(mail.post(server.url, 'x'))).toMatchObject({
    code: 'ERR_IMNXPORT_PROVIDER_NOT_FOUND',
  });
  mkdirSync(join(dll, '..'));
  copyFileSync(library(), dll);
  expect((await mail.post(server.url, 'x')).status).toBe(201);
});

test('toPointer() of a provider is refused: its transport lives on a thread of its own', () => {
  const make = () => transport({ provider: { dll: library() } }).toPointer();
  expect(make).toThrow(
    expect.objectContaining({
      code: 'ERR_IMNXPORT_WRONG_APARTMENT',
      hresult: Hresult.RPC_E_WRONG_THREAD,
    }) as Error,
  );
});
