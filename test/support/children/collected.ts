// Makes transports, drops them, and waits until all are gone natively. Needs --expose-gc. Arguments: way, URL.
import { Hresult, HttpMailTransport, toIStream } from '../../../dist/index.js';
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
  // Nobody holds the transport but native code, which its command belongs to; nor does that keep the process running.
  'lent to native code': async () => {
    const running = setInterval(() => undefined, 1000);
    for (let i = 0; i < 3; i++) {
      await new Promise<void>((resolve, reject) => {
        const mail = new HttpMailTransport();
        mail.on('response', function (this: HttpMailTransport, { error }) {
          if (error) reject(error);
          void this.close().then(resolve);
        });
        using entity = toIStream(Buffer.alloc(5_000_000));
        if (mail.com.CommandPOST(url, entity, null, 0) !== Hresult.S_OK) reject(new Error('refused'));
        void collect();
      });
    }
    clearInterval(running);
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
