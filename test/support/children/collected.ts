// Makes transports, drops them, and waits until all are gone natively. Needs --expose-gc. Arguments: way, URL.
import { HttpMailTransport } from '../../../dist/index.js';
import { native } from '../../../dist/native.js';

const [way = '', url = ''] = process.argv.slice(2);

const ways: Record<string, () => Promise<unknown> | void> = {
  'never used': () => {
    for (let i = 0; i < 100; i++) new HttpMailTransport().on('status', () => undefined);
  },
  used: async () => {
    for (let i = 0; i < 10; i++) await new HttpMailTransport().post(url, 'x');
  },
  'with a stream that failed': async () => {
    for (let i = 0; i < 10; i++) {
      const body = () => Promise.reject(new Error('on purpose'));
      await new HttpMailTransport().post(url, body).catch(() => undefined);
    }
  },
  closed: async () => {
    for (let i = 0; i < 10; i++) {
      const mail = new HttpMailTransport();
      await mail.post(url, 'x');
      await mail.close();
    }
  },
  // Nobody holds the transport; the post does.
  'while posting': async () => {
    const posts = Array.from({ length: 10 }, () =>
      new HttpMailTransport().post(url, async function* () {
        yield await collect();
      }),
    );
    await Promise.all(posts);
  },
};

async function collect(): Promise<string> {
  for (let i = 0; i < 5; i++) {
    globalThis.gc!();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return 'collected';
}

async function main(): Promise<void> {
  await ways[way]!();
  process.send!('made');
  while (native().openObjects > 0) await collect();
  process.stdout.write('gone');
  process.disconnect();
}

void main();
