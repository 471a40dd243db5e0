// What the page of `imnxport serve` is told, and who is told nothing.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Details, Snapshot, Summary } from '../../dist/cli/page/shapes.js';
import { folderStore } from '../../dist/testing/index.js';
import { answerOf, eventsOf, postOf, sendRaw, servedPage } from '../support/request-page.js';

async function detailsOf(url: string, id = 1): Promise<Details> {
  const { status, body } = await answerOf(`${url}requests/${id}`);
  expect(status).toBe(200);
  return JSON.parse(body) as Details;
}

describe('who is answered', () => {
  test('every answer forbids scripts, frames, guesses and copies', async () => {
    const { mail, url } = await servedPage();
    await sendRaw(mail, postOf('/inbox/', '<script>1</script>', ['Content-Type: text/html']));
    for (const path of ['', 'main.js', 'page.css', 'page.svg', 'requests/1', 'messages/1', 'nothing']) {
      const { headers } = await answerOf(url + path);
      expect(headers).toMatchObject({
        'content-security-policy': expect.stringMatching(/^default-src 'none'; script-src 'self';/) as string,
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'cache-control': 'no-store',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect(headers['content-security-policy']).not.toContain('unsafe');
      expect(headers).not.toHaveProperty('access-control-allow-origin');
    }
  });

  test('the page has no script and no style of its own', async () => {
    const { url } = await servedPage();
    const { status, headers, body } = await answerOf(url);
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(body).not.toMatch(/<style|style=|<script>|\son\w+=|https?:/);
  });

  test('a name that was made to lead here is refused, whatever is asked', async () => {
    const { url } = await servedPage();
    const { port } = new URL(url);
    for (const path of ['', 'events', 'requests/1', 'messages/1']) {
      for (const host of [
        'evil.example',
        `evil.example:${port}`,
        '127.0.0.1',
        `127.0.0.1.evil.example:${port}`,
      ]) {
        expect(await answerOf(url + path, { host })).toMatchObject({ status: 421, body: '' });
      }
    }
    for (const host of [`localhost:${port}`, `LOCALHOST:${port}`, `127.0.0.1:${port}`]) {
      expect(await answerOf(url, { host })).toMatchObject({ status: 200 });
    }
  });

  test('a request without a Host is refused', async () => {
    const { url } = await servedPage();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write('GET / HTTP/1.0\r\n\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 421 /);
    socket.destroy();
  });

  test('nothing is changed: there is only GET', async () => {
    const { url } = await servedPage();
    for (const method of ['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS']) {
      const { status, headers } = await answerOf(url, { method });
      expect([status, headers.allow]).toEqual([405, 'GET']);
    }
  });

  test.each([
    'requests/0',
    'requests/2',
    'requests/-1',
    'requests/1e0',
    'requests/constructor',
    'messages/2',
  ])('there is no %s', async (path) => {
    const { mail, url } = await servedPage();
    await sendRaw(mail, postOf('/inbox/', 'x'));
    expect((await answerOf(url + path)).status).toBe(404);
  });

  test.each(['..%2f..%2fpackage.json', 'browser/main.js', '__proto__', 'toString', '//main.js'])(
    'no other file is given out by the path /%s',
    async (path) => {
      const { url } = await servedPage();
      expect((await answerOf(url + path)).status).toBe(404);
    },
  );
});

describe('the events', () => {
  test('begin with what is known, and go on with each request', async () => {
    const { mail, url } = await servedPage();
    await sendRaw(mail, postOf('/inbox/', 'one'));
    const events = eventsOf(url);
    const { event, data } = (await events.next()).value as { event: string; data: Snapshot };
    expect([event, data.url, data.limit]).toEqual(['all', mail.url, 200]);
    expect(data.requests).toEqual([
      {
        id: 1,
        method: 'POST',
        target: '/inbox/',
        status: 201,
        bytes: 3,
        at: mail.requests[0]!.at.getTime(),
        duration: mail.requests[0]!.duration,
        connection: 1,
      },
    ]);
    await sendRaw(mail, postOf('/outbox/', 'second'));
    const next = (await events.next()).value as { event: string; data: Summary };
    expect(next).toMatchObject({ event: 'request', data: { id: 2, target: '/outbox/', bytes: 6 } });
  });

  test('end when the page does', async () => {
    const { mail, page, url } = await servedPage();
    const events = eventsOf(url);
    await events.next();
    await page.close();
    await expect(events.next()).rejects.toThrow('terminated');
    expect(mail.listenerCount('request')).toBe(0);
    await expect(answerOf(url)).rejects.toThrow('ECONNREFUSED');
  });
});

describe('what is told of a request', () => {
  test('its fields in their order, its body, its bytes, and what was stored', async () => {
    const { mail, url } = await servedPage();
    await sendRaw(mail, postOf('/inbox/', 'Subject: x\r\n\r\nHello.\r\n', ['X-B: 2', 'x-a: 1', 'X-B: 3']));
    const { headers, body, wire, message } = await detailsOf(url);
    expect(headers).toEqual([
      ['Host', 'mail.example'],
      ['X-B', '2'],
      ['x-a', '1'],
      ['X-B', '3'],
      ['Content-Length', '22'],
    ]);
    expect(body).toEqual({ kind: 'text', text: 'Subject: x\n\nHello.\n', shown: 22, bytes: 22 });
    expect(wire.pieces.slice(0, 4)).toEqual([
      { text: 'POST /inbox/ HTTP/1.1' },
      { sign: 'CR LF' },
      { text: '\n' },
      { text: 'Host: mail.example' },
    ]);
    const { sha256 } = mail.messages[0]!;
    expect(message).toEqual({ path: '/inbox/000001.eml', contentType: null, bytes: 22, sha256 });
  });

  test('the entity of chunks is put together, the wire has the chunks', async () => {
    const { mail, url } = await servedPage();
    const head = 'POST /inbox/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n';
    await sendRaw(mail, `${head}3;a=b\r\none\r\n3\r\ntwo\r\n0\r\nX-Trailer: y\r\n\r\n`);
    const { body, wire } = await detailsOf(url);
    expect(body).toEqual({ kind: 'text', text: 'onetwo', shown: 6, bytes: 6 });
    expect(wire.pieces).toContainEqual({ text: '3;a=b' });
    expect(wire.pieces).toContainEqual({ text: 'X-Trailer: y' });
  });

  test('bytes that are no text are dumped', async () => {
    const { mail, url } = await servedPage();
    await sendRaw(mail, postOf('/inbox/', Buffer.from('\x00<b>\xff and 17 bytes', 'latin1')));
    const { body } = await detailsOf(url);
    expect(body.kind).toBe('hex');
    expect(body.text.split('\n')).toEqual([
      '00000000  00 3c 62 3e ff 20 61 6e 64 20 31 37 20 62 79 74  |.<b>. and 17 byt|',
      '00000010  65 73                                            |es|',
    ]);
  });

  test('what is not seen, or turns text around, is shown by its number', async () => {
    const { mail, url } = await servedPage();
    const body = 'gr\u00fc\u00dfe \u202eexe.txt\u200b \x1b[31m\x07';
    await sendRaw(
      mail,
      postOf('/inbox/', body, ['X-Name: \u2066\u{1f600}\u009b', 'Content-Type: a\u200f/b']),
    );
    const { headers, body: shown, message } = await detailsOf(url);
    expect(headers).toContainEqual(['X-Name', '\\u{2066}\u{1f600}\\u{9b}']);
    expect(shown.text).toBe('gr\u00fc\u00dfe \\u{202e}exe.txt\\u{200b} \\u{1b}[31m\\u{7}');
    expect(message!.contentType).toBe('a\\u{200f}/b');
  });

  test('what is no UTF-8 in a head is taken byte by byte', async () => {
    const { mail, url } = await servedPage();
    await sendRaw(mail, Buffer.from('GET / HTTP/1.1\r\nHost: x\r\nX-Name: \xe9\x9b\r\n\r\n', 'latin1'));
    expect((await detailsOf(url)).headers).toContainEqual(['X-Name', '\u00e9\\u{9b}']);
  });

  test('passwords and cookies are neither among the fields nor in the bytes', async () => {
    const { mail, url } = await servedPage();
    const fields = [
      'AUTHORIZATION: Basic c2VjcmV0',
      'Cookie: a=secret',
      'proxy-authorization:x',
      'X-Last: y',
    ];
    await sendRaw(mail, postOf('/inbox/', 'Authorization: of the body', fields));
    const { body } = await answerOf(`${url}requests/1`);
    expect(body).not.toMatch(/c2VjcmV0|secret|"x"/);
    const { headers, wire } = JSON.parse(body) as Details;
    expect(headers).toContainEqual(['AUTHORIZATION', '***']);
    const texts = wire.pieces.map((piece) => ('text' in piece ? piece.text : ''));
    expect(texts).toEqual(
      expect.arrayContaining([
        'AUTHORIZATION: ***',
        'Cookie: ***',
        'proxy-authorization: ***',
        'X-Last: y',
        'Authorization: of the body',
      ]),
    );
  });

  test('a connection that was lost, a redirect and a GET have no message', async () => {
    const { mail, url } = await servedPage({ redirects: { '/old/': '/inbox/' } });
    const answered = once(mail, 'request');
    const socket = connect(Number(new URL(mail.url).port), '127.0.0.1');
    socket.end('POST /inbox/ HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf');
    await answered;
    await sendRaw(mail, postOf('/old/', 'moved'));
    await sendRaw(mail, 'GET /inbox/1 HTTP/1.1\r\nHost: x\r\n\r\n');
    const all = [await detailsOf(url, 1), await detailsOf(url, 2), await detailsOf(url, 3)];
    expect(all.map(({ status, body, message }) => [status, body.text, message])).toEqual([
      [0, 'half', null],
      [307, 'moved', null],
      [404, '', null],
    ]);
    expect((await answerOf(`${url}messages/2`)).status).toBe(404);
  });
});

describe('limits', () => {
  test('the oldest requests go', async () => {
    const { mail, url } = await servedPage({ limit: 2, history: 2 });
    for (const name of ['a', 'b', 'c']) await sendRaw(mail, postOf(`/${name}/`, name));
    expect((await answerOf(`${url}requests/1`)).status).toBe(404);
    const { data } = (await eventsOf(url).next()).value as { data: Snapshot };
    expect(data.requests.map(({ target }) => target)).toEqual(['/c/', '/b/']);
  });

  test('of a long request the beginning is kept, and said to be that', async () => {
    const { mail, url } = await servedPage({ rawLimit: 1000 });
    await sendRaw(mail, postOf('/inbox/', '\u20ac'.repeat(5000))); // the cut goes through one of them
    const { body, wire, message } = await detailsOf(url);
    expect(body).toMatchObject({ kind: 'text', bytes: 15000 });
    expect(body.text).toBe('\u20ac'.repeat(Math.floor(body.shown / 3)));
    expect(wire).toMatchObject({ shown: 1000, bytes: mail.requests[0]!.rawBytes });
    expect(message).toMatchObject({ bytes: 15000 });
  });
});

describe('a download', () => {
  test('has the bytes of the message, and is no page whatever it says that it is', async () => {
    const { mail, url } = await servedPage();
    await sendRaw(mail, postOf('/inbox/', '<script>alert(1)</script>', ['Content-Type: text/html']));
    const { status, headers, body } = await answerOf(`${url}messages/1`);
    expect([status, body]).toEqual([200, '<script>alert(1)</script>']);
    expect(headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment; filename="000001.eml"',
      'content-length': '25',
    });
  });

  test('of a message whose file has gone breaks off', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'imnxport-'));
    const { mail, url } = await servedPage({ store: folderStore(folder) });
    await sendRaw(mail, postOf('/inbox/', 'x'));
    rmSync(folder, { recursive: true });
    await expect(answerOf(`${url}messages/1`)).rejects.toThrow('socket hang up');
    expect((await answerOf(url)).status).toBe(200);
  });
});
