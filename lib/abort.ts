// Listening to AbortSignals: one listener per signal, however many posts it ends, so that Node warns of no leak.

interface Watch {
  listeners: Set<() => void>;
  onEvent: () => void;
}

const watches = new WeakMap<AbortSignal, Watch>();

/** Calls `listener` when the signal aborts, unless the function that it returns was called before. */
export function onAbort(signal: AbortSignal, listener: () => void): () => void {
  const watch = watches.get(signal) ?? begin(signal);
  watch.listeners.add(listener);
  return () => {
    watch.listeners.delete(listener);
    if (watch.listeners.size > 0 || watches.get(signal) !== watch) return;
    watches.delete(signal);
    signal.removeEventListener('abort', watch.onEvent);
  };
}

function begin(signal: AbortSignal): Watch {
  const listeners = new Set<() => void>();
  const onEvent = () => {
    watches.delete(signal);
    signal.removeEventListener('abort', onEvent);
    for (const listener of listeners) listener();
  };
  const watch = { listeners, onEvent };
  watches.set(signal, watch);
  signal.addEventListener('abort', onEvent);
  return watch;
}
