// Records the bytes of every request as they came over the wire (behind TLS: as they were before it).
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { StoredMessage } from './receive.js';

/** A request as the server saw it; complete when its answer was sent. */
export interface ServedRequest {
  /** `POST`, as sent. */
  readonly method: string;
  /** The request target as sent, e.g. `/inbox/?a=b`. */
  readonly target: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Names and values in turn, as they were sent. */
  readonly rawHeaders: readonly string[];
  /** When its head had arrived. */
  readonly at: Date;
  /** Milliseconds from then until its answer was sent, or its connection dropped. */
  duration: number;
  /** Bytes of the entity that arrived. */
  bytes: number;
  /** What was answered; 0 when the connection was dropped instead. */
  status: number;
  /** What was stored of it; undefined when nothing was. */
  message: StoredMessage | undefined;
  /** The raw bytes, head and body with all framing, up to the server's `rawLimit`. */
  readonly raw: Buffer;
  /** How many raw bytes there were. */
  readonly rawBytes: number;
  /** Number of the connection, counted from 1. */
  readonly connection: number;
}

/** Attributes the bytes of one connection to its requests. Requests must not be pipelined. */
export class ConnectionRecorder {
  readonly #connection: number;
  readonly #limit: number;
  /** Bytes that came before the head of their request was complete. */
  #waiting: Buffer[] = [];
  #current: Recording | undefined;

  /** The socket must be in the hands of the HTTP parser already, which then sees each chunk first. */
  constructor(socket: Socket, connection: number, limit: number) {
    this.#connection = connection;
    this.#limit = limit;
    socket.on('data', (chunk: Buffer) => this.#onData(chunk));
  }

  /** A new request whose head is complete; the chunk that completed it is still to come to the recorder. */
  begin(request: IncomingMessage): ServedRequest {
    const recording = new Recording(request, this.#connection, this.#limit);
    for (const chunk of this.#waiting) recording.add(chunk);
    this.#waiting = [];
    this.#current = recording;
    return recording;
  }

  /** The entity of the current request is complete; the chunk that completed it is still to come. */
  end(): void {
    const ended = this.#current;
    process.nextTick(() => {
      if (this.#current === ended) this.#current = undefined;
    });
  }

  #onData(chunk: Buffer): void {
    if (this.#current === undefined) this.#waiting.push(chunk);
    else this.#current.add(chunk);
  }
}

class Recording implements ServedRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: ServedRequest['headers'];
  readonly rawHeaders: readonly string[];
  readonly connection: number;
  readonly at = new Date();
  duration = 0;
  message: StoredMessage | undefined;
  bytes = 0;
  status = 0;
  rawBytes = 0;
  readonly #limit: number;
  readonly #chunks: Buffer[] = [];

  constructor(request: IncomingMessage, connection: number, limit: number) {
    this.method = request.method ?? '';
    this.target = request.url ?? '';
    this.headers = request.headers;
    this.rawHeaders = request.rawHeaders;
    this.connection = connection;
    this.#limit = limit;
  }

  get raw(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  add(chunk: Buffer): void {
    const room = this.#limit - this.rawBytes;
    if (room > 0) this.#chunks.push(Buffer.from(chunk.subarray(0, room))); // a copy: the socket reuses its memory
    this.rawBytes += chunk.byteLength;
  }
}
