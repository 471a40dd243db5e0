// Uses a provider, or a pointer, and ends in the middle or at the end of it. Arguments: way, URL, library, options as JSON.
import { once } from 'node:events';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { HttpMailTransport } from '../../../dist/index.js';
import { native } from '../../../dist/native.js';
import { makeTransport } from '../com-server.js';

interface Job {
  way: string;
  url: string;
  dll: string;
}

async function* endless() {
  for (;;) {
    yield Buffer.alloc(65_536);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function provider({ dll }: Job): HttpMailTransport {
  return new HttpMailTransport({ provider: { dll } });
}

function pointer({ dll }: Job): HttpMailTransport {
  return HttpMailTransport.fromPointer(makeTransport(dll));
}

/** Collects until the count of native objects has come to nothing, as it does some time after they are garbage. */
async function collected(): Promise<string> {
  for (let i = 0; i < 1000 && native().openObjects > 0; i++) {
    globalThis.gc!();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return native().openObjects === 0 ? 'gone' : 'still there';
}

async function used(make: (job: Job) => HttpMailTransport, job: Job): Promise<void> {
  await make(job).post(job.url, 'x');
}

const ways: Record<string, (job: Job) => Promise<void> | void> = {
  'a provider is used': async (job) => {
    const { status } = await provider(job).post(job.url, 'x');
    process.stdout.write(`${status}`);
  },
  'a pointer is used': async (job) => {
    const { status } = await pointer(job).post(job.url, 'x');
    process.stdout.write(`${status}`);
  },
  'a provider is garbage': async (job) => {
    await used(provider, job);
    process.stdout.write(await collected());
  },
  'a pointer is garbage': async (job) => {
    await used(pointer, job);
    process.stdout.write(await collected());
  },
  'process.exit while a provider posts': (job) => {
    const onProgress = () => process.exit(7);
    void provider(job)
      .post(job.url, endless(), { onProgress })
      .catch(() => undefined);
  },
  'process.exit while a pointer posts': (job) => {
    const onProgress = () => process.exit(7);
    void pointer(job)
      .post(job.url, endless(), { onProgress })
      .catch(() => undefined);
  },
  'workers are terminated while a provider posts': (job) => workers('provider', job),
  'workers are terminated while a pointer posts': (job) => workers('pointer', job),
};

/** Ends each worker in the middle of an upload; then the main thread posts as if nothing had happened. */
async function workers(way: string, job: Job): Promise<void> {
  for (let i = 0; i < 2; i++) {
    const batch = [0, 1, 2, 3].map(async () => {
      const worker = new Worker(__filename, { workerData: { ...job, way } });
      await once(worker, 'message');
      await worker.terminate();
    });
    await Promise.all(batch);
  }
  const { status } = await provider(job).post(job.url.replace('endless', 'inbox'), 'x');
  process.stdout.write(`${status}`);
}

if (isMainThread) {
  const [way = '', url = '', dll = ''] = process.argv.slice(2);
  process.channel?.unref();
  void ways[way]!({ way, url, dll });
} else {
  const job = workerData as Job;
  const mail = job.way === 'provider' ? provider(job) : pointer(job);
  const onProgress = () => parentPort!.postMessage('sending');
  void mail.post(job.url, endless(), { onProgress }).catch(() => undefined);
}
