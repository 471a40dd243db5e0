// Sends bytes through toIStream and fromIStream, and measures how much the process grows. Argument: how many.
import { fromIStream, toIStream } from '../../../dist/index.js';

const size = Number(process.argv[2]);
const CHUNK = 100_000;

async function* source() {
  for (let left = size; left > 0; left -= CHUNK) {
    yield Buffer.alloc(Math.min(CHUNK, left));
    await Promise.resolve();
  }
}

async function main(): Promise<void> {
  const pointer = toIStream(source());
  const stream = fromIStream(pointer);
  pointer.release();
  let bytes = 0;
  let before = 0;
  let most = 0;
  for await (const chunk of stream.readable() as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes % (8 * 1024 * 1024) < chunk.byteLength) {
      const { rss } = process.memoryUsage();
      before ||= rss;
      most = Math.max(most, rss);
    }
  }
  process.stdout.write(JSON.stringify({ bytes, grown: most - before }));
  process.disconnect();
}

void main();
