// What the page knows of the requests, kept up to date by the server's events.
import { useEffect, useState } from 'preact/hooks';
import type { Snapshot, Summary } from '../shapes.js';

/** The list; `live`: it is told of new requests, and not waiting for the server to come back. */
export interface Live {
  live: boolean;
  seen: Snapshot | null;
}

export function useLive(): Live {
  const [live, setLive] = useState(false);
  const [seen, setSeen] = useState<Snapshot | null>(null);
  useEffect(() => {
    // It connects again by itself; the first event of each connection is the whole list.
    const events = new EventSource('/events');
    events.addEventListener('open', () => setLive(true));
    events.addEventListener('error', () => setLive(false));
    events.addEventListener('all', (event) => setSeen(read<Snapshot>(event)));
    events.addEventListener('request', (event) => setSeen((known) => known && withRow(known, read(event))));
    return () => events.close();
  }, []);
  return { live, seen };
}

function read<T>(event: MessageEvent): T {
  return JSON.parse(event.data as string) as T;
}

function withRow(known: Snapshot, row: Summary): Snapshot {
  return { ...known, requests: [row, ...known.requests].slice(0, known.limit) };
}
