// Posts a long stream and prints, as JSON, how much memory that took. Arguments: URL, bytes, kind of body.
import { Readable } from 'node:stream';
import { HttpMailTransport } from '../../../dist/index.js';
import type { BodySource } from '../../../dist/index.js';

const [url = '', size = '0', kind = ''] = process.argv.slice(2);
const total = Number(size);
const chunk = Buffer.alloc(65_536, 'mail ');

function* chunks() {
  for (let left = total; left > 0; left -= chunk.byteLength) yield chunk.subarray(0, left);
}

const bodies: Record<string, () => BodySource> = {
  // A chunk of its own each time, as a real source gives them.
  readable: () => {
    let left = total;
    return new Readable({
      read() {
        const length = Math.min(left, 65_536);
        left -= length;
        this.push(length === 0 ? null : Buffer.alloc(length, 'mail '));
      },
    });
  },
  generator: () => chunks(),
  web: () => ReadableStream.from(chunks()),
  factory: () => () => chunks(),
};

async function main(): Promise<void> {
  const mail = new HttpMailTransport();
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 5);
  const before = process.memoryUsage.rss();
  const { bytesSent } = await mail.post(url, bodies[kind]!());
  clearInterval(watch);
  await mail.close();
  console.log(JSON.stringify({ bytesSent, grown: Math.max(peak, process.memoryUsage.rss()) - before }));
}

void main();
