// A server on bare sockets: records every byte, and answers with bytes that were written by hand.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { Connection } from './connection.js';
import { Recording } from './recording.js';
import type { RawRequest } from './request.js';

export { Connection } from './connection.js';
export { field, type RawRequest, response } from './request.js';

/** Plays the server of one connection; `index` counts connections from 0. */
export type ConnectionScript = (connection: Connection, index: number) => Promise<void> | void;

/** Listens on loopback, on a port that the system chose. */
export class RecordingServer {
  /** Connections in the order in which they came. */
  readonly connections: Connection[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** What performance.now() said when the recording began. */
  readonly began = performance.now();
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
      const recording = new Recording(() => performance.now() - this.began);
      const connection = new Connection(socket, recording);
      this.connections.push(connection);
      void script(connection, this.connections.length - 1);
    });
  }

  /** Listens on a free port; `script` plays the server of each connection. */
  static async start(script: ConnectionScript, tls?: TlsOptions): Promise<RecordingServer> {
    const made = tls
      ? createTlsServer({ ...tls, allowHalfOpen: true } as TlsOptions)
      : createServer({ allowHalfOpen: true });
    const server = new RecordingServer(made, tls ? 'https' : 'http', script);
    made.listen(0, '127.0.0.1');
    await once(made, 'listening');
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** `http://127.0.0.1:12345`, without a slash at the end. Only while it listens. */
  get origin(): string {
    return `${this.#scheme}://127.0.0.1:${this.port}`;
  }

  /** Cuts all connections and stops to listen. */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}

/** What an answering server does with a request that it has received whole: the bytes, or something else. */
export type RawAnswer = string | ((request: RawRequest, connection: Connection) => Promise<void> | void);
