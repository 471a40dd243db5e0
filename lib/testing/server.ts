// HttpMailServer: stores what is posted and answers 201 with its Location; and everything else a test wants.
import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Authenticator, type AuthOptions } from './auth.js';
import { receive, type StoredMessage } from './receive.js';
import { ConnectionRecorder, type ServedRequest } from './recorder.js';
import { memoryStore, type MessageStore } from './store.js';

/** What the server says instead of storing a message. */
export interface Answer {
  /** Default 200. */
  status?: number | undefined;
  /** Header fields beside those of the framing. */
  headers?: Readonly<Record<string, string>> | undefined;
  /** Default: none. */
  body?: string | Uint8Array | undefined;
  /**
   * `head`: answer at once; `entity`: when the whole entity has arrived. Default: the latter, unless the client
   * waits for 100 Continue.
   */
  after?: 'head' | 'entity' | undefined;
  /** Cut the connection instead of answering. */
  drop?: boolean | undefined;
}

/** What the server does with what is posted. */
export interface HttpMailServerOptions {
  /** Ask every request for this user. Default: let everybody in. */
  auth?: AuthOptions | undefined;
  /** Paths that have moved: `{ '/old': '/inbox/' }`; the status is 307 unless given. */
  redirects?: Readonly<Record<string, string | { location: string; status: number }>> | undefined;
  /** Speak https with this key and certificate (PEM). */
  tls?: { key: string; cert: string } | undefined;
  /** Default: memory. */
  store?: MessageStore | undefined;
  /** How many raw bytes of each request are kept; default 1 MiB. */
  rawLimit?: number | undefined;
  /** How many requests and messages are remembered; default: all. */
  history?: number | undefined;
}

/** What it tells while it runs. */
export interface ServerEvents {
  /** The answer to a request was sent, or its connection dropped. */
  request: [request: ServedRequest];
  /** A message was stored. */
  message: [message: StoredMessage];
}

/** An HTTPMail-like server on loopback, for tests and for trying things out; not for a real network. */
export class HttpMailServer extends EventEmitter<ServerEvents> {
  /** What was stored, in the order of arrival. */
  readonly messages: StoredMessage[] = [];
  /** What was asked, in the order of arrival. */
  readonly requests: ServedRequest[] = [];
  /** Where messages are kept. */
  readonly store: MessageStore;
  readonly #options: HttpMailServerOptions;
  readonly #authenticator: Authenticator | undefined;
  readonly #answers: Answer[] = [];
  readonly #server: Server;
  readonly #recorders = new WeakMap<Socket, ConnectionRecorder>();
  #connections = 0;
  #named = 0;

  constructor(options: HttpMailServerOptions = {}) {
    super();
    this.#options = options;
    this.store = options.store ?? memoryStore();
    this.#authenticator = options.auth && new Authenticator(options.auth);
    this.#server = options.tls ? createTlsServer(options.tls) : createServer();
    const limit = options.rawLimit ?? 1024 * 1024;
    this.#server.on(options.tls ? 'secureConnection' : 'connection', (socket: Socket) => {
      this.#recorders.set(socket, new ConnectionRecorder(socket, ++this.#connections, limit));
    });
    this.#server.on('request', (request, response) => void this.#serve(request, response));
    this.#server.on('checkContinue', (request, response) => void this.#serve(request, response));
    this.#server.requestTimeout = 0; // a slow client is a test, not an attack
  }

  /** Starts to listen; port 0 takes any free one. Resolves to the server's URL. */
  async listen(port = 0, host = '127.0.0.1'): Promise<string> {
    this.#server.listen(port, host);
    await once(this.#server, 'listening');
    return this.url;
  }

  /** `http://127.0.0.1:12345`, without a slash at the end. Only while it listens. */
  get url(): string {
    const { address, port, family } = this.#server.address() as AddressInfo;
    const host = family === 'IPv6' ? `[${address}]` : address;
    return `${this.#options.tls ? 'https' : 'http'}://${host}:${port}`;
  }

  /** Answers the next requests like this, one each, instead of storing their messages. */
  answerNext(...answers: Answer[]): void {
    this.#answers.push(...answers);
  }

  /** The bytes of a stored message, by the URL or path of its Location; throws when there is none. */
  read(location: string): Readable {
    const { pathname } = new URL(location, this.url);
    const message = this.messages.find(({ path }) => path === pathname);
    const body = message && this.store.read(message.name);
    if (!body) throw new Error(`No message is stored under ${pathname}`);
    return body;
  }

  /** Cuts all connections and stops to listen. */
  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const began = performance.now();
    const recorder = this.#recorders.get(request.socket)!;
    const record = recorder.begin(request);
    remember(this.requests, record, this.#options.history);
    request.once('end', () => recorder.end());
    request.on('error', () => undefined); // the client has gone; whoever reads hears of it
    response.once('close', () => {
      if (response.headersSent) record.status = response.statusCode;
      record.duration = performance.now() - began;
      this.emit('request', record);
    });
    try {
      await this.#answer(request, response, record);
    } catch (error) {
      response.destroy(error as Error);
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse, record: ServedRequest): Promise<void> {
    const scripted = this.#answers.shift() ?? this.#refusal(request) ?? this.#redirect(record);
    const waits = /^100-continue$/i.test(request.headers.expect ?? '');
    if (scripted !== undefined) {
      const atOnce = scripted.after === 'head' || (waits && scripted.after === undefined);
      if (!atOnce && waits) response.writeContinue();
      if (atOnce || (await drain(request, record))) this.#send(response, scripted);
      return;
    }
    if (request.method === 'GET') return this.#sendMessage(response, record);
    if (request.method !== 'POST')
      return this.#send(response, { status: 405, headers: { allow: 'GET, POST' } });
    if (waits) response.writeContinue();
    return this.#storeMessage(request, response, record);
  }

  #refusal(request: IncomingMessage): Answer | undefined {
    const verdict = this.#authenticator?.check(request);
    if (verdict === undefined || verdict.accepted) return undefined;
    return { status: 401, headers: { 'www-authenticate': verdict.challenge } };
  }

  #redirect(record: ServedRequest): Answer | undefined {
    const target = this.#options.redirects?.[record.target];
    if (target === undefined) return undefined;
    const { location, status } = typeof target === 'string' ? { location: target, status: 307 } : target;
    return { status, headers: { location } };
  }

  async #storeMessage(
    request: IncomingMessage,
    response: ServerResponse,
    record: ServedRequest,
  ): Promise<void> {
    const name = `${String(++this.#named).padStart(6, '0')}.eml`;
    const message = await receive(request, record, this.store, name);
    if (message === undefined) return;
    record.message = message;
    remember(this.messages, message, this.#options.history);
    this.emit('message', message);
    this.#send(response, { status: 201, headers: { location: message.path } });
  }

  async #sendMessage(response: ServerResponse, record: ServedRequest): Promise<void> {
    const message = this.messages.find(({ path }) => path === record.target);
    const body = message && this.store.read(message.name);
    if (!message || !body) return this.#send(response, { status: 404 });
    if (message.contentType !== null) response.setHeader('content-type', message.contentType);
    response.setHeader('content-length', message.bytes);
    await pipeline(body, response);
  }

  #send(response: ServerResponse, answer: Answer): void {
    if (answer.drop) return void response.destroy();
    const { status = 200, headers, body = '' } = answer;
    response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers });
    response.end(body);
  }
}

function remember<T>(list: T[], item: T, history = Infinity): void {
  list.push(item);
  if (list.length > history) list.shift();
}

/** Reads the entity and forgets it; false when the connection ended before it did. */
async function drain(request: IncomingMessage, record: ServedRequest): Promise<boolean> {
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) record.bytes += chunk.byteLength;
    return true;
  } catch {
    return false;
  }
}
