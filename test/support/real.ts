// Transports and servers for tests of the real addon; whatever a test makes is gone when it ends.
import type { TlsOptions } from 'node:tls';
import { HttpMailServer, type HttpMailServerOptions } from '../../dist/testing/index.js';
import { HttpMailTransport } from '../../dist/transport.js';
import type { TransportOptions } from '../../dist/types.js';
import {
  type ConnectionScript,
  type RawAnswer,
  type RawRequest,
  RecordingServer,
  response,
} from '../../dist/conformance/server.js';

const cleanups: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** Runs when the test has ended, in reverse order. */
export function later(cleanup: () => Promise<unknown> | void): void {
  cleanups.push(cleanup);
}

/** A transport that takes no proxy from the environment. */
export function transport(options: TransportOptions = {}): HttpMailTransport {
  const made = new HttpMailTransport({ proxy: false, ...options });
  later(() => made.destroy('the test has ended'));
  return made;
}

export const CREATED = response('201 Created', ['Location: /inbox/1.eml']);

/** A server that answers the first request with the first answer and so on, over any number of connections. */
export async function raw(answers: RawAnswer[] = [CREATED], tls?: TlsOptions) {
  const requests: RawRequest[] = [];
  const { server, url } = await scripted(async (connection) => {
    for (;;) {
      const request = await connection.request();
      if (request === null) return connection.end();
      requests.push(request);
      const answer = answers[requests.length - 1] ?? 'HTTP/1.1 500 Nobody expected this request\r\n\r\n';
      if (typeof answer === 'string') connection.write(answer);
      else await answer(request, connection);
    }
  }, tls);
  return { requests, server, origin: server.origin, url };
}

/** A server that a script plays, connection by connection. */
export async function scripted(script: ConnectionScript, tls?: TlsOptions) {
  const server = await RecordingServer.start(script, tls);
  later(() => server.close());
  return { server, url: `${server.origin}/inbox/` };
}

/** The embedded server. */
export async function mailServer(options: HttpMailServerOptions = {}) {
  const server = new HttpMailServer(options);
  const origin = await server.listen();
  later(() => server.close());
  return { server, origin, url: `${origin}/inbox/` };
}

/** A promise and its resolve function. */
export function deferred<T = void>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((r) => (resolve = r));
  return { promise, resolve };
}
