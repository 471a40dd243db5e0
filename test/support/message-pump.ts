// The message loop that a Windows program has and Node.js has not; elsewhere there is nothing to do.
import * as koffi from 'koffi';
import { later } from './real.js';

/** Whether a message is being dispatched: what is called meanwhile is called by this thread's own window. */
export let dispatching = false;

/** Pumps this thread's messages until the test has ended. */
export function pumpMessages(): void {
  if (process.platform !== 'win32') return;
  const user32 = koffi.load('user32.dll');
  const message = koffi.alloc('uint8_t', 64) as bigint; // a MSG has 48 bytes at most
  const peek = user32.func('int __stdcall PeekMessageW(void *, void *, uint32_t, uint32_t, uint32_t)');
  const dispatch = user32.func('intptr_t __stdcall DispatchMessageW(void *)');
  const turn = () => {
    while (peek(message, null, 0, 0, 1) !== 0) {
      dispatching = true;
      dispatch(message);
      dispatching = false;
    }
  };
  const timer = setInterval(turn, 1);
  later(() => {
    clearInterval(timer);
    koffi.free(message);
  });
}
