// Runs examples/electron, main process and preload script, with the stand-in in the place of Electron, and prints what a page
// saw, as JSON.
import { once } from 'node:events';
import Module from 'node:module';
import { join } from 'node:path';
import { makeElectron, makePreload } from '../electron.js';
import { field, RecordingServer, response } from '../../../dist/conformance/server.js';

const root = join(__dirname, '..', '..', '..');
const example = join(root, 'examples', 'electron');

const TOO_LARGE = 10_000_000;

interface Mail {
  post(
    message: unknown,
    onProgress: (sent: number, total: number | null) => void,
  ): { id: number; done: Promise<Record<string, unknown>> };
  abort(id: number): void;
}

/** What the scripts of the example ask for by name, instead of what node_modules has. */
const replaced: Record<string, unknown> = {
  imnxport: require(join(root, 'dist', 'index.js')),
};
type Load = (request: string, ...rest: unknown[]) => unknown;
const loader = Module as unknown as { _load: Load };
const load = loader._load.bind(Module);
loader._load = (request, ...rest) => replaced[request] ?? load(request, ...rest);

async function main(): Promise<void> {
  // Small messages are stored; to large ones there is never an answer, so that they are on their way until they are aborted.
  const stored: number[] = [];
  const server = await RecordingServer.start(async (connection) => {
    for (let head = await connection.head(); head !== null; head = await connection.head()) {
      if (Number(field(head, 'content-length')) > TOO_LARGE) return connection.discard();
      const request = await connection.entity(head);
      if (request === null) return;
      stored.push(request.body.byteLength);
      connection.write(response('201 Created', [`Location: /inbox/${stored.length}.eml`]));
    }
  });
  process.env['MAILBOX_URL'] = `${server.origin}/inbox/`;

  const electron = makeElectron();
  replaced['electron'] = electron;
  const loaded = once(electron.app, 'window-loaded');
  require(join(example, 'main.js'));
  await loaded;
  const window = electron.windows[0]!;

  const preload = makePreload(window.webContents.renderer);
  replaced['electron'] = preload;
  require(window.options.webPreferences.preload);
  const mail = preload.exposed['mail'] as Mail;

  // A large message, and a small one beside it.
  const reports: [number, number | null][] = [];
  const large = mail.post('x'.repeat(3_000_000), (sent, total) => reports.push([sent, total]));
  const small = mail.post('Subject: grüße\r\n\r\nHello.\r\n', () => undefined);
  const [first, second] = await Promise.all([large.done, small.done]);
  const last = reports.at(-1);

  // One that is cancelled at its first sign of life.
  const cancelled = mail.post('x'.repeat(20_000_000), () => mail.abort(cancelled.id));
  const cancelledEnd = await cancelled.done;

  const refused = await mail
    .post({ not: 'text' }, () => undefined)
    .done.catch((error: Error) => error.message);
  window.webContents.renderer.frame = { url: 'https://elsewhere.example.org/', parent: null };
  const foreign = await mail.post('x', () => undefined).done.catch((error: Error) => error.message);
  window.webContents.renderer.frame = { url: 'file:///app/renderer/index.html', parent: null };

  // Quitting in the middle waits until the post is dropped.
  const dropped = mail.post('x'.repeat(20_000_000), () => electron.app.quit());
  const quit = once(electron.app, 'quit');
  const droppedEnd = await dropped.done;
  await quit;

  process.stdout.write(
    JSON.stringify({
      preferences: { ...window.options.webPreferences, preload: 'preload.js' },
      exposed: Object.keys(mail),
      first,
      second,
      last,
      cancelledEnd,
      refused,
      foreign,
      droppedEnd,
      quits: electron.app.quits,
      bytes: stored.sort((a, b) => a - b),
    }) + '\n',
  );
  await server.close();
}

void main();
