// Messages of the JavaScript thread, for foreign transports and streams that live on it: Node.js has no message loop on Windows.
import { native } from '../native.js';

/** How long to wait, in milliseconds, when the queue is empty: its messages come for nobody else. */
const PAUSE = 5;

let wanted = 0;
let stop: (() => void) | undefined;

/** Between this and endPumping() messages are dispatched, off Windows for nothing. Both may be nested. */
export function beginPumping(): void {
  if (++wanted === 1 && needsPump()) turn();
}

export function endPumping(): void {
  if (--wanted > 0) return;
  stop?.();
  stop = undefined;
}

/** Electron's main process dispatches messages itself. */
function needsPump(): boolean {
  const { type } = process as { type?: string };
  return process.platform === 'win32' && type !== 'browser';
}

function turn(): void {
  if (wanted === 0) return; // the last post has ended inside a message
  if (native().pumpMessages()) {
    const immediate = setImmediate(turn);
    stop = () => clearImmediate(immediate);
  } else {
    const timer = setTimeout(turn, PAUSE);
    stop = () => clearTimeout(timer);
  }
}
