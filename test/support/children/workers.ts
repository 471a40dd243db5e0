// Posts from worker threads, and ends them in the middle. Arguments: way, URL, number of threads.
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { HttpMailTransport } from '../../../dist/index.js';

const [way = '', url = '', count = '1'] = process.argv.slice(2);

async function* endless() {
  for (;;) {
    yield Buffer.alloc(65_536);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** What a worker does. */
const work: Record<string, (url: string) => Promise<void>> = {
  async post(to) {
    const mail = new HttpMailTransport();
    const { status } = await mail.post(to, 'from a worker');
    parentPort!.postMessage(status);
  },
  async upload(to) {
    const post = new HttpMailTransport().post(to, endless(), {
      onProgress: () => parentPort!.postMessage('sending'),
    });
    await post.catch(() => undefined);
  },
  async exit(to) {
    void new HttpMailTransport().post(to, endless()).catch(() => undefined);
    await new Promise((resolve) => setImmediate(resolve));
    process.exit();
  },
};

/** What the main thread does with a worker that has sent its first message. */
const ways: Record<string, [job: string, onMessage: (worker: Worker) => unknown]> = {
  'posting to their end': ['post', () => undefined],
  'terminated in the middle of an upload': ['upload', (worker) => worker.terminate()],
  'that exit in the middle of an upload': ['exit', () => undefined],
};

async function main(): Promise<void> {
  const [job, onMessage] = ways[way]!;
  let failures = 0;
  for (let left = Number(count); left > 0; left -= 10) {
    const batch = Array.from({ length: Math.min(left, 10) }, () => {
      const worker = new Worker(__filename, { workerData: { job, url } });
      worker.once('message', () => onMessage(worker));
      return new Promise<void>((resolve) => {
        worker.once('error', (error) => {
          failures++;
          process.stderr.write(`${error.stack}\n`);
        });
        worker.once('exit', () => resolve());
      });
    });
    await Promise.all(batch);
  }
  // The main thread's own environment works as if nothing had happened.
  const { status } = await new HttpMailTransport().post(
    url.replace('endless', 'inbox'),
    'from the main thread',
  );
  process.stdout.write(`${failures} ${status}`);
  process.disconnect?.();
}

if (isMainThread) {
  void main();
} else {
  const data = workerData as { job: string; url: string };
  void work[data.job]!(data.url);
}
