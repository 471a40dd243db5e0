// What every door into the library must do with a POST: one list, each case citing its row of docs/behaviour.md.
import { Hresult } from '../../dist/hresult.js';
import { field, response } from '../../dist/conformance/server.js';
import type { Case } from './case.js';

const CREATED = response('201 Created', ['Location: /inbox/1.eml']);
const MESSAGE = 'Subject: conformance\r\n\r\nHello.\r\n';

const wrongUrls: [string, string][] = [
  ['no scheme', '/inbox/'],
  ['another scheme', 'ftp://127.0.0.1/inbox/'],
  ['an empty host', 'http:///inbox/'],
  ['user info', 'http://user:secret@127.0.0.1/inbox/'],
  ['a line end', 'http://127.0.0.1/\r\nX: y'],
  ['a DEL', 'http://127.0.0.1/\x7f'],
  ['8,193 bytes', `http://127.0.0.1/${'a'.repeat(8193 - 17)}`],
];

const refused: Case[] = wrongUrls.map(([what, url]) => ({
  row: 'behaviour §3.1',
  says: `a URL with ${what} is E_INVALIDARG, and nothing is sent`,
  url,
  hresult: Hresult.E_INVALIDARG,
  requests: 0,
}));

const request: Case[] = [
  {
    row: 'behaviour §3.1',
    says: 'a URL of 8,192 bytes is sent',
    url: `{origin}/${'a'.repeat(8192 - 'http://127.0.0.1:12345/'.length)}`,
    hresult: Hresult.S_OK,
    status: 201,
  },
  {
    row: 'behaviour §3.1',
    says: 'a fragment is cut from the URL',
    url: '{origin}/inbox/?a=b#top',
    hresult: Hresult.S_OK,
    status: 201,
    wire: ([first]) => expect(first!.line).toBe('POST /inbox/?a=b HTTP/1.1'),
  },
  {
    row: 'behaviour §3.1',
    says: 'a content type with a line end is E_INVALIDARG, and nothing is sent',
    contentType: 'message/rfc822\r\nX: y',
    hresult: Hresult.E_INVALIDARG,
    requests: 0,
  },
  {
    row: 'behaviour §3.2',
    says: 'without a content type there is no Content-Type',
    hresult: Hresult.S_OK,
    status: 201,
    wire: ([first]) => expect(field(first!, 'content-type')).toBeUndefined(),
  },
  {
    row: 'behaviour §3.2',
    says: 'a content type is sent as it is',
    contentType: 'message/rfc822; charset="utf-8"',
    hresult: Hresult.S_OK,
    status: 201,
    wire: ([first]) => expect(field(first!, 'content-type')).toBe('message/rfc822; charset="utf-8"'),
  },
  {
    row: 'behaviour §4.2',
    says: 'a stream of known length goes out with Content-Length, whole',
    hresult: Hresult.S_OK,
    status: 201,
    wire([first]) {
      expect(field(first!, 'content-length')).toBe(String(MESSAGE.length));
      expect(field(first!, 'transfer-encoding')).toBeUndefined();
      expect(first!.body.toString()).toBe(MESSAGE);
    },
  },
  {
    row: 'behaviour §4.2',
    says: 'an empty stream is an entity of no bytes',
    body: '',
    hresult: Hresult.S_OK,
    status: 201,
    wire: ([first]) => expect(field(first!, 'content-length')).toBe('0'),
  },
  {
    row: 'behaviour §4.2',
    says: 'two megabytes of every byte value arrive as they are',
    body: Buffer.from(Array.from({ length: 2_000_003 }, (_, i) => (i * 7) & 0xff)),
    hresult: Hresult.S_OK,
    status: 201,
    wire([first]) {
      expect(first!.body.byteLength).toBe(2_000_003);
      expect(first!.body.every((byte, i) => byte === ((i * 7) & 0xff))).toBe(true);
    },
  },
  {
    row: 'behaviour §6.5',
    says: 'no Expect, no cookies and no Accept-Encoding are sent',
    hresult: Hresult.S_OK,
    status: 201,
    wire([first]) {
      for (const name of ['expect', 'cookie', 'accept-encoding']) expect(field(first!, name)).toBeUndefined();
    },
  },
];

/** Status → HRESULT, behaviour §5.3. (401 is a question first: see integration/authentication.) */
const statuses: [number, keyof typeof Hresult][] = [
  [200, 'S_OK'],
  [202, 'S_OK'],
  [204, 'S_OK'],
  [207, 'S_OK'],
  [299, 'S_OK'],
  [303, 'S_OK'],
  [300, 'IXP_E_HTTP_NOT_IMPLEMENTED'],
  [304, 'IXP_E_HTTP_NOT_IMPLEMENTED'],
  [305, 'IXP_E_HTTP_USE_PROXY'],
  [400, 'IXP_E_HTTP_BAD_REQUEST'],
  [403, 'IXP_E_HTTP_FORBIDDEN'],
  [404, 'IXP_E_HTTP_NOT_FOUND'],
  [405, 'IXP_E_HTTP_METHOD_NOT_ALLOW'],
  [406, 'IXP_E_HTTP_NOT_ACCEPTABLE'],
  [407, 'IXP_E_HTTP_PROXY_AUTH_REQ'],
  [408, 'IXP_E_HTTP_REQUEST_TIMEOUT'],
  [409, 'IXP_E_HTTP_CONFLICT'],
  [410, 'IXP_E_HTTP_GONE'],
  [411, 'IXP_E_HTTP_LENGTH_REQUIRED'],
  [412, 'IXP_E_HTTP_PRECOND_FAILED'],
  [413, 'IXP_E_HTTP_BAD_REQUEST'],
  [415, 'IXP_E_HTTP_BAD_REQUEST'],
  [425, 'IXP_E_HTTP_INSUFFICIENT_STORAGE'],
  [429, 'IXP_E_HTTP_BAD_REQUEST'],
  [499, 'IXP_E_HTTP_BAD_REQUEST'],
  [500, 'IXP_E_HTTP_INTERNAL_ERROR'],
  [501, 'IXP_E_HTTP_NOT_IMPLEMENTED'],
  [502, 'IXP_E_HTTP_BAD_GATEWAY'],
  [503, 'IXP_E_HTTP_SERVICE_UNAVAIL'],
  [504, 'IXP_E_HTTP_GATEWAY_TIMEOUT'],
  [505, 'IXP_E_HTTP_VERS_NOT_SUP'],
  [507, 'IXP_E_HTTP_INSUFFICIENT_STORAGE'],
  [511, 'IXP_E_HTTP_INTERNAL_ERROR'],
  [599, 'IXP_E_HTTP_INTERNAL_ERROR'],
];

const statusRows: Case[] = statuses.map(([status, name]) => ({
  row: name === 'S_OK' ? 'behaviour §5.2' : 'behaviour §5.3',
  says: `status ${status} is ${name}`,
  answers: [
    status === 204 || status === 304 ? `HTTP/1.1 ${status} Text\r\n\r\n` : response(`${status} Text`),
  ],
  hresult: Hresult[name],
  status,
  location: null,
}));

const locations: Case[] = [
  ['Location made absolute', ['Location: /inbox/1.eml'], '{origin}/inbox/1.eml'],
  ['a relative Location made absolute', ['Location: 1.eml'], '{origin}/inbox/1.eml'],
  ['an absolute Location as it is', ['Location: http://other.example.org/1'], 'http://other.example.org/1'],
  ['Content-Location where there is no Location', ['Content-Location: /inbox/2.eml'], '{origin}/inbox/2.eml'],
  ['Location before Content-Location', ['Content-Location: /b', 'Location: /a'], '{origin}/a'],
  ['nothing where there is neither', [], null],
].map(([what, headers, location]) => ({
  row: 'behaviour §5.2',
  says: `the location told is ${what as string}`,
  answers: [response('201 Created', headers as string[])],
  hresult: Hresult.S_OK,
  status: 201,
  location: location as string | null,
}));

const network: Case[] = [
  {
    row: 'behaviour §5.4',
    says: 'a name that does not exist is IXP_E_CANT_FIND_HOST',
    url: 'http://no-such-host.invalid/inbox/',
    hresult: Hresult.IXP_E_CANT_FIND_HOST,
    status: 0,
    requests: 0,
  },
  {
    row: 'behaviour §5.4',
    says: 'a port where nobody listens is IXP_E_FAILED_TO_CONNECT',
    url: 'http://127.0.0.1:1/inbox/',
    hresult: Hresult.IXP_E_FAILED_TO_CONNECT,
    status: 0,
    requests: 0,
  },
  {
    row: 'behaviour §5.4',
    says: 'a connection closed before the answer is IXP_E_CONNECTION_DROPPED, and nothing is sent again',
    answers: [(_request, connection) => connection.end()],
    hresult: Hresult.IXP_E_CONNECTION_DROPPED,
    status: 0,
  },
  {
    row: 'behaviour §5.4',
    says: 'a connection reset before the answer is IXP_E_CONNECTION_DROPPED',
    answers: [(_request, connection) => connection.reset()],
    hresult: Hresult.IXP_E_CONNECTION_DROPPED,
    status: 0,
  },
  {
    row: 'behaviour §5.4',
    says: 'a head that is cut off is IXP_E_CONNECTION_DROPPED',
    answers: [(_request, connection) => connection.end('HTTP/1.1 201 Created\r\nLocation: /inb')],
    hresult: Hresult.IXP_E_CONNECTION_DROPPED,
  },
  {
    row: 'behaviour §5.4',
    says: 'an answer whose body is cut off is IXP_E_CONNECTION_DROPPED',
    answers: [
      (_request, connection) => connection.end('HTTP/1.1 201 Created\r\nContent-Length: 9\r\n\r\nstor'),
    ],
    hresult: Hresult.IXP_E_CONNECTION_DROPPED,
  },
  {
    row: 'behaviour §5.4',
    says: 'an answer that is not HTTP is IXP_E_CONN_RECV',
    answers: [(_request, connection) => connection.end('220 mail.example.org ESMTP\r\n')],
    hresult: Hresult.IXP_E_CONN_RECV,
    status: 0,
  },
  {
    row: 'behaviour §5.2',
    says: 'interim responses are passed over',
    answers: [`HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n${CREATED}`],
    hresult: Hresult.S_OK,
    status: 201,
  },
];

const redirects: Case[] = [
  ...[301, 302, 307, 308].map((status): Case => ({
    row: 'behaviour §6.1',
    says: `${status} sends the POST again to where it points, with its entity`,
    contentType: 'message/rfc822',
    answers: [response(`${status} Moved`, ['Location: /mailbox/']), CREATED],
    hresult: Hresult.S_OK,
    status: 201,
    location: '{origin}/inbox/1.eml',
    requests: 2,
    wire([first, second]) {
      expect(second!.line).toBe('POST /mailbox/ HTTP/1.1');
      expect(second!.body).toEqual(first!.body);
      expect(field(second!, 'content-type')).toBe('message/rfc822');
    },
  })),
  {
    row: 'behaviour §6.1',
    says: '303 is a success that tells the target and is not followed',
    answers: [response('303 See Other', ['Location: /stored/1.eml'])],
    hresult: Hresult.S_OK,
    status: 303,
    location: '{origin}/stored/1.eml',
  },
  {
    row: 'behaviour §6.1',
    says: 'ten hops are followed',
    answers: [...Array.from({ length: 10 }, (_, i) => response('307 Moved', [`Location: /${i}/`])), CREATED],
    hresult: Hresult.S_OK,
    status: 201,
    requests: 11,
  },
  {
    row: 'behaviour §6.1',
    says: 'the eleventh hop is not',
    answers: Array.from({ length: 12 }, () => response('307 Moved', ['Location: /inbox/'])),
    hresult: Hresult.IXP_E_HTTP_NOT_IMPLEMENTED,
    status: 307,
    requests: 11,
  },
  {
    row: 'behaviour §6.1',
    says: 'a redirect to another scheme is not followed',
    answers: [response('307 Moved', ['Location: ftp://127.0.0.1/inbox/'])],
    hresult: Hresult.IXP_E_HTTP_NOT_IMPLEMENTED,
    status: 307,
    location: 'ftp://127.0.0.1/inbox/',
  },
  {
    row: 'behaviour §6.1',
    says: 'a redirect without a Location is not followed',
    answers: [response('307 Moved')],
    hresult: Hresult.IXP_E_HTTP_NOT_IMPLEMENTED,
    status: 307,
    location: null,
  },
];

export const cases: readonly Case[] = [
  ...refused,
  ...request,
  ...statusRows,
  ...locations,
  ...network,
  ...redirects,
].map((each) => ({ body: MESSAGE, answers: [CREATED], url: '{origin}/inbox/', requests: 1, ...each }));
