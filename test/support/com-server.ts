// A COM server as a stranger uses it: objects from the exports of a library, by koffi.
import * as koffi from 'koffi';
import { CLSID_IHTTPMailTransport, IClassFactory, IHTTPMailTransport } from '../../dist/com/guid.js';
import { call, guidBytes, unknown } from './com.js';

/**
 * Keeps a library loaded for the life of the process: koffi unloads it when its handle is garbage, whatever threads of it
 * are still running.
 */
function pin(library: string): void {
  if (process.platform === 'win32') {
    koffi.load('kernel32.dll').func('void * __stdcall LoadLibraryW(str16)')(library);
  } else {
    const RTLD_NOW = 2;
    koffi.load(null).func('void * dlopen(str, int)')(library, RTLD_NOW);
  }
}

/** A new IHTTPMailTransport of the library, one reference. */
export function makeTransport(library: string): bigint {
  pin(library);
  const getClassObject = koffi
    .load(library)
    .func('uint32_t __stdcall DllGetClassObject(void *, void *, _Out_ void **)') as koffi.KoffiFunc<
    (clsid: Buffer, iid: Buffer, out: (bigint | null)[]) => number
  >;
  const factory: (bigint | null)[] = [null];
  const found = getClassObject(guidBytes(CLSID_IHTTPMailTransport), guidBytes(IClassFactory.iid), factory);
  if (found !== 0) throw new Error(`DllGetClassObject answered 0x${found.toString(16)}`);
  const out: (bigint | null)[] = [null];
  const made = call(
    factory[0]!,
    3,
    'uint32_t',
    ['void *', 'void *', '_Out_ void **'],
    null,
    guidBytes(IHTTPMailTransport.iid),
    out,
  );
  unknown.release(factory[0]!);
  if (made !== 0) throw new Error(`CreateInstance answered ${String(made)}`);
  return out[0]!;
}
