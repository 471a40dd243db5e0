// What happens on the main thread of a Node.js that is treated as Electron treats its own, told as JSON. Arguments: the test
// addon, the COM library, and the apartment that the thread joins (COINIT_*, or 'none').
import { HttpMailTransport } from '../../../../dist/index.js';
import { HttpMailServer } from '../../../../dist/testing/index.js';

interface ClassicState {
  done: number;
  onMaker: number;
  elsewhere: number;
  overlaps: number;
  status: number;
}

/** addon.c */
interface MainThread {
  joinApartment(flags: number): number;
  leaveApartment(): void;
  apartment(): number;
  runMainLoop(turn: () => void, limit: number): boolean;
  quitMainLoop(): void;
  pumpUntil(done: () => boolean, limit: number): boolean;
  classicStart(library: string): boolean;
  classicState(): ClassicState;
  classicRelease(): boolean;
  classicIdle(): boolean;
  classicEnd(): boolean;
}

const [addon = '', library = '', apartment = ''] = process.argv.slice(2);
const LIMIT = 30_000;
const main = require(addon) as MainThread;
/** Node.js does this itself when it comes back to its own loop; so does Electron after each turn. */
const ticks = (process as unknown as { _tickCallback: () => void })._tickCallback;

/** A classic transport from its beginning to its end, with nothing but messages being dispatched meanwhile. */
function classic() {
  const started = main.classicStart(library);
  const before = main.classicState();
  const inTime = main.pumpUntil(() => main.classicState().done > 0, LIMIT);
  const after = main.classicState();
  const released = main.classicRelease();
  const idle = main.pumpUntil(() => main.classicIdle(), LIMIT);
  return { started, before, inTime, after, released, idle, unloaded: main.classicEnd() };
}

/** Several posts at once, and in the first report of one of them a modal dialog. */
async function posts() {
  const server = new HttpMailServer();
  const url = `${await server.listen()}/inbox/`;
  let dialog: ReturnType<typeof classic> | undefined;
  const transports = [1, 2, 3].map(() => new HttpMailTransport({ proxy: false }));
  const ended = await Promise.all(
    transports.map(async (transport, index) => {
      let sent = 0;
      const onProgress = (progress: { sent: number }) => {
        if (index === 0) dialog ??= classic();
        sent = progress.sent;
      };
      const { status } = await transport.post(url, Buffer.alloc(3_000_000), { onProgress });
      await transport.close();
      return { status, sent };
    }),
  );
  await server.close();
  return { ended, dialog };
}

const join = apartment === 'none' ? null : main.joinApartment(Number(apartment));

let inElectron: unknown;
void posts().then((result) => {
  inElectron = result;
  main.quitMainLoop();
});
const quit = main.runMainLoop(() => ticks.call(process), LIMIT);

// From here on the thread belongs to Node.js, which dispatches no messages.
void posts().then((inNode) => {
  const kind = main.apartment();
  if (join !== null) main.leaveApartment();
  // Had we joined this thread to an apartment of ours, it could not be asked into another now.
  const other = main.joinApartment(apartment === '0' ? 2 : 0);
  process.stdout.write(`${JSON.stringify({ join, quit, inElectron, inNode, kind, other })}\n`);
});
