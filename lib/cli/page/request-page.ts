// The web page of `imnxport serve`: which requests came, live, and everything about each of them.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { HttpMailServer, ServedRequest } from '../../testing/index.js';
import { EventStreams } from './event-streams.js';
import { KeptRequests } from './kept-requests.js';
import { ADDRESS, HEADERS, isOwnHost } from './protection.js';
import type { Details, Snapshot } from './shapes.js';
import { detailsOf } from './view.js';

/** The files of the page, as the build has put them together, by the path under which they are asked for. */
const FILES: Readonly<Record<string, { name: string; type: string }>> = {
  '/': { name: 'page.html', type: 'text/html; charset=utf-8' },
  '/page.css': { name: 'page.css', type: 'text/css; charset=utf-8' },
  '/main.js': { name: 'main.js', type: 'text/javascript; charset=utf-8' },
  '/page.svg': { name: 'page.svg', type: 'image/svg+xml' },
};

/** So many connections at most, so that open pages cannot use up the machine. */
const CONNECTIONS = 100;

/**
 * Shows what an HttpMailServer is asked, on a port of its own, where no path can be a message's. It listens on
 * loopback only, and only answers GET.
 */
export class RequestPage {
  readonly #mail: HttpMailServer;
  readonly #kept: KeptRequests;
  readonly #streams = new EventStreams();
  readonly #server: Server;
  readonly #files = readFiles();
  readonly #started = String(Date.now());
  readonly #onRequest = (request: ServedRequest) => this.#streams.send('request', this.#kept.add(request));

  /** Shows the latest `limit` requests of `mail`, from now on. How many of their bytes, `mail` decides. */
  constructor(mail: HttpMailServer, limit: number) {
    this.#mail = mail;
    this.#kept = new KeptRequests(limit);
    this.#server = createServer((request, response) => void this.#answer(request, response));
    this.#server.maxConnections = CONNECTIONS;
    mail.on('request', this.#onRequest);
  }

  /** Starts to listen; port 0 takes any free one. Resolves to the page's URL. `mail` must listen already. */
  async listen(port = 0): Promise<string> {
    this.#server.listen(port, ADDRESS);
    await once(this.#server, 'listening');
    return `http://${ADDRESS}:${this.#port}/`;
  }

  /** Ends every page's stream, and stops to listen. */
  async close(): Promise<void> {
    this.#mail.off('request', this.#onRequest);
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  get #port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    const { method, url = '' } = request;
    if (!isOwnHost(request.headers.host, this.#port)) return refuse(response, 421);
    if (method !== 'GET') return refuse(response, 405);

    const file = this.#files.get(url);
    if (file) return send(response, file.type, file.bytes);
    if (url === '/events') return this.#streams.add(response, 'all', this.#snapshot());

    const [, what, number] = /^\/(requests|messages)\/([1-9]\d{0,14})$/.exec(url) ?? [];
    const served = this.#kept.get(Number(number));
    if (!served) return refuse(response, 404);
    if (what === 'messages') return this.#sendMessage(response, served);
    const details: Details = detailsOf(Number(number), served);
    return send(response, 'application/json', JSON.stringify(details));
  }

  #snapshot(): Snapshot {
    const { limit } = this.#kept;
    return { url: this.#mail.url, limit, server: this.#started, requests: this.#kept.summaries() };
  }

  /** As a file to be kept, whatever the message says that it is: what was posted is never shown as a page. */
  async #sendMessage(response: ServerResponse, { message }: ServedRequest): Promise<void> {
    const body = message && this.#mail.store.read(message.name);
    if (!message || !body) return refuse(response, 404);
    response.setHeader('content-type', 'application/octet-stream');
    response.setHeader('content-disposition', `attachment; filename="${message.name}"`);
    response.setHeader('content-length', message.bytes);
    await pipeline(body, response).catch(() => response.destroy()); // the page has gone, or the file has
  }
}

function readFiles(): Map<string, { type: string; bytes: Buffer }> {
  const read = (name: string) => readFileSync(join(__dirname, 'browser', name));
  return new Map(Object.entries(FILES).map(([path, { name, type }]) => [path, { type, bytes: read(name) }]));
}

function send(response: ServerResponse, type: string, body: string | Buffer): void {
  response.writeHead(200, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-length': 0, ...(status === 405 && { allow: 'GET' }) });
  response.end();
}
