// The page of `imnxport serve` beside its server, and what a test sends to the two. All of it is gone when the test ends.
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { RequestPage } from '../../dist/cli/page/request-page.js';
import { HttpMailServer, type HttpMailServerOptions } from '../../dist/testing/index.js';
import { later } from './real.js';

interface Options extends HttpMailServerOptions {
  /** Requests that the page keeps. */
  limit?: number;
  port?: number;
}

/** A server and its page; `url` is that of the page, with a slash at the end. */
export async function servedPage({ limit = 200, port = 0, ...options }: Options = {}) {
  const mail = new HttpMailServer({ rawLimit: 64 * 1024, ...options });
  await mail.listen();
  later(() => mail.close());
  const page = new RequestPage(mail, limit);
  later(() => page.close());
  return { mail, page, url: await page.listen(port) };
}

/** Sends these bytes, which are one request, and waits until it was answered. */
export async function sendRaw(mail: HttpMailServer, bytes: string | Buffer): Promise<void> {
  const socket = connect(Number(new URL(mail.url).port), '127.0.0.1');
  const refused = once(socket, 'data').then(([answer]) => {
    if (/^HTTP\/1\.1 400/.test(String(answer))) throw new Error('this is no request');
  });
  const answered = once(mail, 'request');
  socket.write(bytes);
  await Promise.all([answered, refused]);
  socket.destroy();
}

/** A POST as it is sent, with these fields besides. */
export function postOf(target: string, body: string | Buffer, fields: string[] = []): Buffer {
  const bytes = Buffer.from(body);
  const head = [
    `POST ${target} HTTP/1.1`,
    'Host: mail.example',
    ...fields,
    `Content-Length: ${bytes.byteLength}`,
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), bytes]);
}

/** One answer of the page; any Host, which fetch() would not let us choose. */
export async function answerOf(url: string, { method = 'GET', host = '' } = {}) {
  const asked = request(url, { method, headers: host === '' ? {} : { host } });
  asked.end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return { status: answer.statusCode, headers: answer.headers, body: await text(answer) };
}

/** Reads the page's events, one by one. */
export async function* eventsOf(url: string): AsyncGenerator<{ event: string; data: unknown }> {
  const answer = await fetch(`${url}events`);
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
    rest = parts.pop()!;
    for (const part of parts) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(part)?.[1] ?? '';
      yield { event: field('event'), data: JSON.parse(field('data')) as unknown };
    }
  }
}
