// The fault server: does to each connection what a script says, and keeps every byte that it was sent.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { Connection } from '../../dist/conformance/connection.js';
import { Recording } from '../../dist/conformance/recording.js';
import { field, type RawRequest, response } from '../../dist/conformance/request.js';

export { response };

/** Plays the server of one connection; when it returns, the connection stays as it is. */
export type Script = (peer: Peer) => Promise<void> | void;

/** Where the servers of a case are: `http://127.0.0.1:12345`, without a slash at the end. */
export interface Origins {
  here: string;
  /** Another origin; the same as `here` for cases without one. */
  elsewhere: string;
}

/** One connection, from the server's end. */
export class Peer {
  constructor(
    readonly connection: Connection,
    readonly socket: Socket,
    /** Counts connections of the server from 0. */
    readonly index: number,
    readonly origins: Origins,
    private readonly server: FaultServer,
    /** What is below TLS; the same where there is none. */
    private readonly wire: Socket,
  ) {}

  /** Settles when the command of the case has ended. */
  get ended(): Promise<void> {
    return this.server.ended;
  }

  /** The head of the next request; null: the client has left. */
  async head(): Promise<RawRequest | null> {
    const head = await this.connection.head();
    if (head !== null) this.server.heads.push(head);
    return head;
  }

  /** The next request with its entity; null: the client has left before its end. */
  async request(): Promise<RawRequest | null> {
    const head = await this.head();
    return head && this.entity(head);
  }

  /** The entity of a request whose head was read; null: the client has left before its end. */
  async entity(head: RawRequest): Promise<RawRequest | null> {
    const request = await this.connection.entity(head);
    if (request !== null) this.server.entities.push(request.body);
    return request;
  }

  /** Waits until so many bytes behind the head have come, or the client has left. */
  async bytes(head: RawRequest, count: number): Promise<void> {
    await this.connection.atLeast(head.raw.byteLength + count);
  }

  write(bytes: string | Uint8Array): void {
    this.connection.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  }

  /** Writes, and waits until the socket has taken it, or the connection is gone. */
  async push(bytes: Uint8Array): Promise<boolean> {
    const taken = new Promise<boolean>((resolve) => this.socket.write(bytes, (error) => resolve(!error)));
    const gone = this.connection.closed.then(() => false);
    return Promise.race([taken, gone]);
  }

  /** Writes and closes this half of the connection. */
  end(bytes: string | Uint8Array = ''): void {
    this.connection.end(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  }

  /** Closes, and leaves out what TLS says before. */
  hangUp(): void {
    this.wire.destroy();
  }

  reset(): void {
    this.wire.resetAndDestroy();
  }
}

/** Listens on loopback, on a port that the system chose. */
export class FaultServer {
  /** Heads of requests, in the order in which they came. */
  readonly heads: RawRequest[] = [];
  /** Entities that came whole. */
  readonly entities: Buffer[] = [];
  /** Connections that were accepted. */
  accepted = 0;
  /** All that was sent by clients, connection by connection; the head of it. */
  readonly recordings: Recording[] = [];
  origins: Origins = { here: '', elsewhere: '' };
  ended!: Promise<void>;
  readonly origin: string;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** By the port at the other end. */
  readonly #wires = new Map<number | undefined, Socket>();

  private constructor(server: Server, scheme: string, script: Script) {
    this.#server = server;
    this.origin = `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      this.#wires.set(socket.remotePort, socket);
      socket.on('error', () => undefined);
    });
    server.on('tlsClientError', () => undefined);
    server.on(scheme === 'https' ? 'secureConnection' : 'connection', (socket: Socket) => {
      const recording = new Recording(() => 0);
      this.recordings.push(recording);
      const wire = this.#wires.get(socket.remotePort)!;
      const connection = new Connection(socket, recording);
      const peer = new Peer(connection, socket, this.accepted++, this.origins, this, wire);
      void script(peer);
    });
  }

  static async start(script: Script, tls?: TlsOptions): Promise<FaultServer> {
    const made = tls
      ? createTlsServer({ ...tls, allowHalfOpen: true } as TlsOptions)
      : createServer({ allowHalfOpen: true });
    made.listen(0, '127.0.0.1');
    await once(made, 'listening');
    return new FaultServer(made, tls ? 'https' : 'http', script);
  }

  /** What clients have sent, as far as it is kept. */
  heard(): string {
    const turns = this.recordings.flatMap(({ turns }) => turns.filter(({ from }) => from === 'client'));
    return turns.map(({ data }) => data.toString('latin1')).join('');
  }

  /** Cuts all connections and stops to listen. */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}

/** What a server does with a request that it has whole: write these bytes, or something else. */
export type Answer = string | ((peer: Peer, request: RawRequest) => Promise<void> | void);

/** Answers request by request over any number of connections; the last answer is given again and again. */
export function answers(...list: Answer[]): Script {
  let given = 0;
  return async (peer) => {
    for (;;) {
      const request = await peer.request();
      if (request === null) return peer.end();
      const answer = list[Math.min(given++, list.length - 1)]!;
      if (typeof answer === 'string') peer.write(answer);
      else await answer(peer, request);
    }
  };
}

/** Answers the first request with these bytes when it is whole, and closes. */
export const closing =
  (bytes: string): Script =>
  async (peer) => {
    if ((await peer.request()) !== null) peer.end(bytes);
  };

/** As soon as the head of a request is there. */
export const early =
  (then: (peer: Peer, head: RawRequest) => Promise<void> | void): Script =>
  async (peer) => {
    const head = await peer.head();
    if (head !== null) await then(peer, head);
  };

export const CREATED = response('201 Created', ['Location: /inbox/1.eml']);

/** The base64 part of a request's Authorization of scheme Basic, decoded. */
export function basic(request: RawRequest): string | undefined {
  const given = field(request, 'authorization')?.match(/^Basic (.*)$/)?.[1];
  return given === undefined ? undefined : Buffer.from(given, 'base64').toString();
}
