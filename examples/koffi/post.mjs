// Posts a file as a native component of this process would: by the slots of COM objects, with koffi, which knows
// nothing of this package. What it is given are three pointers: a transport, a stream, and a callback in JavaScript.
//
//   node post.mjs URL FILE
import { fileBody, hresultName, HttpMailTransport, IHTTPMailCallback, implement, toIStream } from 'imnxport';
import koffi from 'koffi';

const [url, file] = process.argv.slice(2);
if (file === undefined) {
  console.error('usage: node post.mjs URL FILE');
  process.exit(2);
}

koffi.load(null); // before its first load koffi 3.3 has no memory for the arguments of a call by address

/** Calls what stands in that slot of the object's table; all methods of COM are __stdcall. */
function call(object, slot, types = [], ...values) {
  const table = koffi.decode(object, 'void *');
  const method = koffi.decode(table, slot * koffi.sizeof('void *'), 'void *');
  return koffi.call(method, koffi.proto('__stdcall', 'uint32_t', ['void *', ...types]), object, ...values);
}

const pointer = new HttpMailTransport().toPointer();
const stream = toIStream(fileBody(file));
const callback = implement(IHTTPMailCallback, {
  onResponse({ done, context, result, post }) {
    if (!done) return;
    console.log(`command ${context}: ${hresultName(result.hresult)}, ${result.response}, ${post.location}`);
    process.exitCode = result.hresult === 0 ? 0 : 1;
    call(pointer.address, 8); // HandsOffCallback: the circle of references ends, and with it this process
    pointer.release();
  },
});

const transport = pointer.address;
let hr = call(transport, 12, ['str', 'str', 'void *'], 'koffi/1.0', null, callback.address); // InitNew
if (hr === 0) {
  hr = call(transport, 15, ['str', 'void *', 'str', 'uint32_t'], url, stream.address, 'message/rfc822', 1); // CommandPOST
}
console.log(`CommandPOST: ${hresultName(hr)}`);
if (hr !== 0) {
  process.exitCode = 1;
  call(transport, 8);
}

// The transport has references of its own on both.
stream.release();
callback.release();
