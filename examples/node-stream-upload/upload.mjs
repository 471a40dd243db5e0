// Posts what comes on standard input while it comes, compressed on the way, in constant memory.
//
//   node upload.mjs <url> [seconds]      e.g.  tar c folder | node upload.mjs http://127.0.0.1:8080/inbox/
//
// Progress goes to standard error. After so many seconds it gives up; Ctrl+C does so at once. Exit code 0: stored; 1: not;
// 3: nobody can know, so look before you send it again.
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { HttpMailTransport, ImnxportError } from 'imnxport';

const [url, seconds = '600'] = process.argv.slice(2);
if (url === undefined) {
  console.error('usage: node upload.mjs <url> [seconds]');
  process.exit(1);
}

const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort(new Error('interrupted')));
const signal = AbortSignal.any([interrupted.signal, AbortSignal.timeout(Number(seconds) * 1000)]);

const transport = new HttpMailTransport();
const gzip = createGzip();
// It fails when the source does, or when the post gives its body up; the post then has the reason.
const reading = pipeline(process.stdin, gzip, { signal }).catch(() => undefined);
try {
  // Nobody knows how long it will be: it goes in chunks. It is read only as fast as the server takes it.
  const { status, location, bytesSent } = await transport.post(url, gzip, {
    contentType: 'application/gzip',
    signal,
    onProgress: ({ sent }) => process.stderr.write(`\r${sent} bytes`),
  });
  process.stderr.write('\n');
  console.log(`${status} ${location ?? ''} ${bytesSent} bytes`);
} catch (error) {
  process.stderr.write('\n');
  console.error(error.message);
  // A stream can be sent once only. Whether a second try could make a second copy is what `delivery` says.
  const unknown = ImnxportError.is(error) && error.delivery === 'whole' && error.status === undefined;
  process.exitCode = unknown ? 3 : 1;
} finally {
  await transport.close();
  process.stdin.destroy();
  await reading;
}
