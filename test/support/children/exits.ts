// Ends in different ways, with or without a post in flight. Arguments: way, URL.
import { HttpMailTransport } from '../../../dist/index.js';

const [way = '', url = ''] = process.argv.slice(2);

/** Nothing else must keep the process alive. */
function unref(): void {
  process.channel?.unref();
}

/** Tells the parent, and goes on when the message is out. */
function tell(message: string): Promise<void> {
  return new Promise((resolve) => process.send!(message, () => resolve()));
}

const endless = async function* () {
  for (;;) {
    yield Buffer.alloc(65_536);
    await new Promise((resolve) => setImmediate(resolve));
  }
};

const ways: Record<string, () => Promise<void> | void> = {
  // The process has to find its end by itself.
  'without a post': () => {
    new HttpMailTransport();
  },
  'after a post': async () => {
    const mail = new HttpMailTransport();
    const { status } = await mail.post(url, 'x');
    process.stdout.write(`${status}`);
  },
  'during a post': async () => {
    const mail = new HttpMailTransport();
    void mail.post(url, 'x').then(({ status }) => process.stdout.write(`${status}`));
    await tell('posted'); // the parent answers only after this; by then nothing but the post is left
  },
  'after close': async () => {
    const mail = new HttpMailTransport();
    await mail.post(url, 'x');
    await mail.close();
    process.stdout.write('closed');
  },
  'after a refused connection': async () => {
    const mail = new HttpMailTransport();
    await mail
      .post('http://127.0.0.1:1/', 'x')
      .catch(({ code }: { code: string }) => process.stdout.write(code));
  },
  // The process is ended while a post runs.
  'process.exit': () => ended(() => process.exit(7)),
  'process.exit in a callback': () => {
    void new HttpMailTransport()
      .post(url, endless(), { onProgress: () => process.exit(7) })
      .catch(() => undefined);
  },
  'an uncaught exception': () =>
    ended(() => {
      setImmediate(() => {
        throw new Error('on purpose');
      });
    }),
  'process.exit with many': () => {
    for (let i = 0; i < 50; i++) void new HttpMailTransport().post(url, endless()).catch(() => undefined);
    return ended(() => process.exit(7));
  },
  'process.exit with a question open': () => {
    const mail = new HttpMailTransport({
      idleTimeout: 50,
      onTimeout: () => {
        process.exit(7);
      },
    });
    void mail.post(url, 'x').catch(() => undefined);
  },
};

/** Begins an endless post, and calls `end` when the parent says that it has arrived. */
function ended(end: () => void): void {
  void new HttpMailTransport().post(url, endless()).catch(() => undefined);
  process.once('message', end);
}

unref();
void ways[way]!();
