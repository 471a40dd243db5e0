// Streams of Windows, and functions of Windows that take streams: what the system has made, not this package.
import * as koffi from 'koffi';
import { ComPointer } from '../../dist/com/com-pointer.js';
import { IStream } from '../../dist/com/guid.js';
import { guidBytes } from './com.js';

const STGM_READWRITE = 2;
const STGM_CREATE = 0x1000;

/** A function of a system library, of which only these tests know. */
function system(
  library: string,
  name: string,
  parameters: string[],
): koffi.KoffiFunc<(...values: never[]) => number> {
  return koffi.load(library).func('__stdcall', name, 'uint32_t', parameters);
}

/** What `make` has put into its out-parameter. */
function adopted(make: (out: (bigint | null)[]) => number): ComPointer {
  const out: (bigint | null)[] = [null];
  const hresult = make(out);
  if (hresult !== 0) throw new Error(`HRESULT 0x${hresult.toString(16)}`);
  return ComPointer.adopt(out[0]!, IStream);
}

/** Calls on a thread of koffi's. */
function elsewhere<Values extends unknown[]>(
  call: koffi.KoffiFunc<(...values: never[]) => number>,
  ...values: Values
): Promise<number> {
  const { async: start } = call as unknown as { async: (...values: unknown[]) => void };
  return new Promise((resolve, reject) => {
    start(...values, (error: Error | null, hresult: number) => {
      if (error) reject(error);
      else resolve(hresult);
    });
  });
}

/** In memory of the system's, from CreateStreamOnHGlobal. */
export function memoryStream(): ComPointer {
  const make = system('ole32.dll', 'CreateStreamOnHGlobal', ['void *', 'int', '_Out_ void **']);
  return adopted((out) => make(...([null, 1, out] as never[])));
}

/** Over a file, made anew, from SHCreateStreamOnFileEx. */
export function fileStream(path: string): ComPointer {
  const parameters = ['str16', 'uint32_t', 'uint32_t', 'int', 'void *', '_Out_ void **'];
  const make = system('shlwapi.dll', 'SHCreateStreamOnFileEx', parameters);
  return adopted((out) => make(...([path, STGM_READWRITE | STGM_CREATE, 0x80, 1, null, out] as never[])));
}

const READ = ['void *', 'void *', 'uint32_t'];

/** IStream_Read: all of `to`, or a failure. */
export function readAll(from: ComPointer, to: Buffer): Promise<number> {
  return elsewhere(system('shcore.dll', 'IStream_Read', READ), from.address, to, to.byteLength);
}

/** The same on this thread. */
export function readAllHere(from: ComPointer, to: Buffer): number {
  const call = system('shcore.dll', 'IStream_Read', READ);
  return call(...([from.address, to, to.byteLength] as never[]));
}

/** IStream_Write: all of `bytes`, or a failure. */
export function writeAll(to: ComPointer, bytes: Buffer): Promise<number> {
  return elsewhere(system('shcore.dll', 'IStream_Write', READ), to.address, bytes, bytes.byteLength);
}

/** IStream_Size: by Stat. */
export function sizeOf(stream: ComPointer): bigint {
  const size = [0n];
  const call = system('shcore.dll', 'IStream_Size', ['void *', '_Out_ uint64_t *']);
  if (call(...([stream.address, size] as never[])) !== 0) throw new Error('IStream_Size failed');
  return BigInt(size[0]!);
}

/** WriteClassStm, with which OLE objects begin when they save themselves. */
export function writeClass(stream: ComPointer, clsid: string): Promise<number> {
  return elsewhere(
    system('ole32.dll', 'WriteClassStm', ['void *', 'void *']),
    stream.address,
    guidBytes(clsid),
  );
}

/** ReadClassStm, with which OLE loads them: the 16 bytes of the class. */
export async function readClass(stream: ComPointer): Promise<Buffer> {
  const clsid = Buffer.alloc(16);
  const hresult = await elsewhere(
    system('ole32.dll', 'ReadClassStm', ['void *', 'void *']),
    stream.address,
    clsid,
  );
  if (hresult !== 0) throw new Error(`HRESULT 0x${hresult.toString(16)}`);
  return clsid;
}

const COINIT_APARTMENTTHREADED = 2;

/** Makes this thread a single-threaded apartment, as the main thread of Electron is, while `work` runs. */
export async function inApartment(work: () => Promise<void>): Promise<void> {
  const enter = system('ole32.dll', 'CoInitializeEx', ['void *', 'uint32_t']);
  const hresult = enter(...([null, COINIT_APARTMENTTHREADED] as never[]));
  if (hresult !== 0) throw new Error(`HRESULT 0x${hresult.toString(16)}`);
  try {
    await work();
  } finally {
    system('ole32.dll', 'CoUninitialize', [])();
  }
}
