// A server on bare sockets: records every byte, and answers with bytes that a test wrote by hand.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';

/** A request as it came over the wire. */
export interface RawRequest {
  /** The request line. */
  line: string;
  /** Header lines in their order, without the request line. */
  headers: string[];
  /** The entity, taken out of its framing. */
  body: Buffer;
  /** Everything, as it was. */
  raw: Buffer;
}

/** The value of a header field, or undefined. */
export function field(request: RawRequest, name: string): string | undefined {
  const prefix = `${name.toLowerCase()}:`;
  const found = request.headers.find((line) => line.toLowerCase().startsWith(prefix));
  return found?.slice(prefix.length).trim();
}

/** One connection, from the server's end. */
export class RawConnection {
  /** Everything that came, whether it was read or not. */
  received = 0;
  readonly #socket: Socket;
  /** What has come and was not taken yet; joined only when somebody looks. */
  #chunks: Buffer[] = [];
  #size = 0;
  #ended = false;
  #news: () => void = () => undefined;
  readonly closed: Promise<unknown>;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined); // the client may go at any time; `closed` tells
    socket.on('data', (chunk: Buffer) => {
      this.received += chunk.byteLength;
      this.#chunks.push(chunk);
      this.#size += chunk.byteLength;
      this.#news();
    });
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
    const raw = this.#take(end + 4);
    const [line = '', ...headers] = raw.toString('latin1').trimEnd().split('\r\n');
    return { line, headers, body: Buffer.alloc(0), raw };
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

  /** Waits until so many bytes have come. */
  async atLeast(bytes: number): Promise<void> {
    while (this.received < bytes && (await this.#more()));
  }

  write(bytes: string | Uint8Array): void {
    this.#socket.write(bytes);
  }

  /** Writes and ends its half of the connection. */
  end(bytes: string | Uint8Array = ''): void {
    this.#socket.end(bytes);
  }

  /** Cuts the connection with a reset. */
  reset(): void {
    this.#socket.resetAndDestroy();
  }

  /** Stops to read, so that the client's sending comes to a stand. */
  stall(): void {
    this.#socket.pause();
  }

  /** Throws away whatever comes, without an answer. */
  discard(): void {
    this.#take(this.#size);
    this.#socket.removeAllListeners('data').resume();
  }

  /** Swallows a chunked request without keeping it, and answers when its end has come. */
  sink(answer: string): void {
    this.#take(this.#size);
    this.#socket.removeAllListeners('data');
    let tail = '';
    this.#socket.on('data', (chunk: Buffer) => {
      this.received += chunk.byteLength;
      tail = (tail + chunk.subarray(-8).toString('latin1')).slice(-8);
      if (tail.endsWith('\r\n0\r\n\r\n')) this.#socket.write(answer);
    });
  }

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

export type ConnectionScript = (connection: RawConnection, index: number) => Promise<void> | void;

export class RawServer {
  /** Connections in the order in which they came. */
  readonly connections: RawConnection[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #scheme: string;

  private constructor(server: Server, scheme: string, script: ConnectionScript) {
    this.#server = server;
    this.#scheme = scheme;
    // Sockets are kept from the very first, raw connection on: a TLS handshake may never end.
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
    });
    server.on('tlsClientError', () => undefined);
    server.on(scheme === 'https' ? 'secureConnection' : 'connection', (socket: Socket) => {
      const connection = new RawConnection(socket);
      this.connections.push(connection);
      void script(connection, this.connections.length - 1);
    });
  }

  /** Listens on a free port; `script` plays the server of each connection. */
  static async start(script: ConnectionScript, tls?: TlsOptions): Promise<RawServer> {
    const made = tls
      ? createTlsServer({ ...tls, allowHalfOpen: true } as TlsOptions)
      : createServer({ allowHalfOpen: true });
    const server = new RawServer(made, tls ? 'https' : 'http', script);
    made.listen(0, '127.0.0.1');
    await once(made, 'listening');
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get origin(): string {
    return `${this.#scheme}://127.0.0.1:${this.port}`;
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}

/** What an answering server does with a request that it has received whole. */
export type RawAnswer = string | ((request: RawRequest, connection: RawConnection) => void);

/** A server that answers the first request with the first answer and so on, over any number of connections. */
export async function answering(answers: RawAnswer[], tls?: TlsOptions) {
  const requests: RawRequest[] = [];
  const server = await RawServer.start(async (connection) => {
    for (;;) {
      const request = await connection.request();
      if (request === null) return connection.end();
      requests.push(request);
      const answer = answers[requests.length - 1] ?? 'HTTP/1.1 500 Nobody expected this request\r\n\r\n';
      if (typeof answer === 'string') connection.write(answer);
      else answer(request, connection);
    }
  }, tls);
  return { requests, server, origin: server.origin, close: () => server.close() };
}

/** A response with its length. */
export function response(status: string, headers: string[] = [], body = ''): string {
  const lines = [`HTTP/1.1 ${status}`, ...headers, `Content-Length: ${Buffer.byteLength(body)}`, '', body];
  return lines.join('\r\n');
}
