// Server-sent events, as the HTML standard has them: what happens, told to every page that is open.
import type { ServerResponse } from 'node:http';

/** A page that has not read so many bytes is let go. It comes back by itself, and is told everything anew. */
const UNREAD = 1024 * 1024;

/** The streams of events that are open. */
export class EventStreams {
  readonly #open = new Set<ServerResponse>();

  /** Answers with a stream whose first event this is. */
  add(response: ServerResponse, name: string, data: object): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`retry: 1000\n${eventOf(name, data)}`);
    this.#open.add(response);
    response.once('close', () => this.#open.delete(response));
  }

  /** Tells all of them. */
  send(name: string, data: object): void {
    const event = eventOf(name, data);
    for (const response of this.#open) {
      if (response.writableLength > UNREAD) response.destroy();
      else response.write(event);
    }
  }
}

/** JSON has no line ends of its own. */
function eventOf(name: string, data: object): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
