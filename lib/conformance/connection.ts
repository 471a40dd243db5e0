// One connection, from the server's end: reads requests as bytes, writes bytes, and records both.
import type { Socket } from 'node:net';
import type { Recording } from './recording.js';
import { field, parseHead, type RawRequest } from './request.js';

export class Connection {
  /** How many bytes came, whether they were read or not. */
  received = 0;
  readonly recording: Recording;
  /** Settles when the connection is gone, however that came about. */
  readonly closed: Promise<unknown>;
  /** Settles when the client sends nothing any more: it has closed its side, or the connection is gone. */
  readonly left: Promise<unknown>;
  readonly #socket: Socket;
  /** What has come and was not taken yet; joined only when somebody looks. */
  #chunks: Buffer[] = [];
  #size = 0;
  #ended = false;
  #news: () => void = () => undefined;

  constructor(socket: Socket, recording: Recording) {
    this.#socket = socket;
    this.recording = recording;
    this.closed = new Promise((resolve) => socket.once('close', resolve));
    this.left = Promise.race([new Promise((resolve) => socket.once('end', resolve)), this.closed]);
    // The client may go at any time; `closed` tells.
    socket.on('error', () => recording.ended('reset by the client'));
    socket.on('data', (chunk: Buffer) => {
      this.received += chunk.byteLength;
      recording.add('client', chunk);
    });
    socket.on('data', this.#keep);
    socket.on('end', () => recording.ended('closed by the client'));
    for (const event of ['end', 'close']) {
      socket.on(event, () => {
        this.#ended = true;
        this.#news();
      });
    }
  }

  /** The head of the next request with its raw bytes; null when the client has closed instead. */
  async head(): Promise<RawRequest | null> {
    let end: number;
    while ((end = this.#unread().indexOf('\r\n\r\n')) < 0) if (!(await this.#more())) return null;
    return parseHead(this.#take(end + 4));
  }

  /** The next request with its whole entity; null when the client has closed before its end. */
  async request(): Promise<RawRequest | null> {
    const head = await this.head();
    return head && this.entity(head);
  }

  /** A request whose head was read, with its whole entity; null when the client has closed before its end. */
  async entity(head: RawRequest): Promise<RawRequest | null> {
    const chunked = field(head, 'transfer-encoding') === 'chunked';
    const entity = chunked
      ? await this.#chunked()
      : await this.#exactly(Number(field(head, 'content-length') ?? 0));
    if (entity === null) return null;
    return { ...head, body: entity.body, raw: Buffer.concat([head.raw, entity.raw]) };
  }

  /** Waits until so many bytes have come, or no more can. */
  async atLeast(bytes: number): Promise<void> {
    while (this.received < bytes && (await this.#more()));
  }

  write(bytes: string | Uint8Array): void {
    this.recording.add('server', Buffer.from(bytes));
    this.#socket.write(bytes);
  }

  /** Writes and ends its half of the connection. */
  end(bytes: string | Uint8Array = ''): void {
    this.recording.add('server', Buffer.from(bytes));
    this.recording.ended('closed by the server');
    this.#socket.end(bytes);
  }

  /** Cuts the connection with a reset. */
  reset(): void {
    this.recording.ended('reset by the server');
    this.#socket.resetAndDestroy();
  }

  /** Stops to read, so that the client's sending comes to a stand. */
  stall(): void {
    this.#socket.pause();
  }

  /** Throws away whatever comes, without an answer. */
  discard(): void {
    this.#take(this.#size);
    this.#socket.off('data', this.#keep).resume();
  }

  /** Swallows a chunked request without keeping it, and answers when its end has come. */
  sink(answer: string): void {
    this.discard();
    let tail = '';
    this.#socket.on('data', (chunk: Buffer) => {
      tail = (tail + chunk.subarray(-8).toString('latin1')).slice(-8);
      if (tail.endsWith('\r\n0\r\n\r\n')) this.write(answer);
    });
  }

  readonly #keep = (chunk: Buffer): void => {
    this.#chunks.push(chunk);
    this.#size += chunk.byteLength;
    this.#news();
  };

  async #exactly(length: number): Promise<{ body: Buffer; raw: Buffer } | null> {
    while (this.#size < length) if (!(await this.#more())) return null;
    const body = this.#take(length);
    return { body, raw: body };
  }

  async #chunked(): Promise<{ body: Buffer; raw: Buffer } | null> {
    const body: Buffer[] = [];
    const raw: Buffer[] = [];
    for (;;) {
      let end: number;
      while ((end = this.#unread().indexOf('\r\n')) < 0) if (!(await this.#more())) return null;
      const size = this.#take(end + 2);
      const chunk = await this.#exactly(parseInt(size.toString('latin1'), 16) + 2);
      if (chunk === null) return null;
      raw.push(size, chunk.raw);
      const data = chunk.body.subarray(0, -2);
      if (data.byteLength === 0) return { body: Buffer.concat(body), raw: Buffer.concat(raw) };
      body.push(data);
    }
  }

  #unread(): Buffer {
    const joined = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
    this.#chunks = [joined];
    return joined;
  }

  #take(length: number): Buffer {
    const unread = this.#unread();
    this.#chunks = [unread.subarray(length)];
    this.#size -= length;
    return unread.subarray(0, length);
  }

  async #more(): Promise<boolean> {
    if (this.#ended) return false;
    await new Promise<void>((resolve) => (this.#news = resolve));
    return true;
  }
}
