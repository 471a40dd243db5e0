// A server that wants to know who posts: OnLogonPrompt, the credentials of Connect, and where they go.
import type { Bench } from '../bench.js';
import { type ConformanceCase, decided, documented } from '../case.js';
import { atLeast } from '../expectation.js';
import type { CallbackScript } from '../messages.js';
import { field, type RawAnswer, response as answer } from '../server.js';

const prompt = documented('ITransportCallback::OnLogonPrompt');

const WHO = answer('401 Who are you', ['WWW-Authenticate: Basic realm="mail"']);
const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
const RIGHT = basic('user', 'secret');

/** Lets in who has the right credentials, and asks everybody else. */
const guarded: RawAnswer = (request, connection) =>
  connection.write(field(request, 'authorization') === RIGHT ? STORED : WHO);
const STORED = answer('201 Created', ['Location: /inbox/1.eml']);
const GUARDED = Array.from({ length: 10 }, () => guarded);

const ENTERED: CallbackScript = { onLogonPrompt: [{ user: 'user', password: 'secret' }] };
const CANCELLED: CallbackScript = { onLogonPrompt: [null] };

/** A post to the guarded server, to its end. */
async function guardedPost(
  bench: Bench,
  script: CallbackScript,
  credentials?: { szUserName: string; szPassword: string },
) {
  const started = await bench.start(GUARDED, script);
  const { transport, callback, server } = started;
  if (credentials) await transport.mustConnect({ szServerName: server.origin, ...credentials });
  await transport.mustPost(server.url, await bench.stream());
  return { ...started, final: await callback.final() };
}

const authorizations = (requests: readonly { headers: string[] }[]): string =>
  requests.map((request) => field(request, 'authorization') ?? 'none').join(', ');

export const logon: readonly ConformanceCase[] = [
  {
    id: 'logon/prompt',
    title: 'when the server wants a logon, OnLogonPrompt is called',
    source: prompt,
    expected: { OnLogonPrompt: atLeast(1) },
    async run(bench) {
      const { callback } = await guardedPost(bench, ENTERED);
      bench.see('OnLogonPrompt', callback.count('OnLogonPrompt'));
    },
  },
  {
    id: 'logon/entered',
    title: 'credentials that were entered are tried',
    source: prompt,
    says: 'S_OK: the transport tries again with what was entered',
    expected: { hrResult: 'S_OK', 'last Authorization': RIGHT },
    async run(bench) {
      const { final, server } = await guardedPost(bench, ENTERED);
      bench.see('hrResult', final.hrResult);
      bench.see('last Authorization', field(server.requests.at(-1)!, 'authorization') ?? null);
    },
  },
  {
    id: 'logon/cancelled',
    title: 'a prompt that is cancelled disconnects the transport',
    source: prompt,
    says: 'S_FALSE: back to the disconnected state',
    expected: { 'IsState(connected)': 'S_FALSE' },
    async run(bench) {
      const { transport, callback, server } = await bench.start(GUARDED, CANCELLED);
      await transport.mustConnect({ szServerName: server.origin });
      await transport.mustPost(server.url, await bench.stream());
      await callback.called('OnLogonPrompt');
      await callback.status('IXP_DISCONNECTED');
      bench.see('IsState(connected)', await transport.IsState('IXP_IS_CONNECTED'));
    },
  },
  {
    id: 'logon/cancelled-result',
    title: 'a cancelled prompt ends its command and the queued ones with IXP_E_USER_CANCEL',
    source: decided('6.3'),
    expected: { command: 'IXP_E_USER_CANCEL', uiServerError: 401, queued: 'IXP_E_USER_CANCEL', requests: 1 },
    async run(bench) {
      const held = bench.held(WHO);
      const { transport, callback, server } = await bench.start([held.answer], CANCELLED);
      await transport.mustConnect({ szServerName: server.origin });
      await transport.mustPost(server.url, await bench.stream(), null, 1);
      await transport.mustPost(server.url, await bench.stream(), null, 2);
      held.letGo();
      await callback.final(2);
      bench.see('command', callback.finals(1)[0]?.hrResult ?? null);
      bench.see('uiServerError', callback.finals(1)[0]?.uiServerError ?? null);
      bench.see('queued', callback.finals(2)[0]?.hrResult ?? null);
      bench.see('requests', server.requests.length);
    },
  },
  {
    id: 'logon/resent',
    title: 'after a logon the transfer starts again, and fResend says so',
    source: documented('HTTPMAILPOST'),
    says: 'fResend: restarted since the last call, cbCurrent from zero',
    expected: {
      'fResend is as on the wire': true,
      'cbCurrent at the end': 1000,
      'counted since': 1000,
    },
    async run(bench) {
      const { transport, callback, server } = await bench.start(GUARDED, ENTERED);
      await transport.mustPost(server.url, await bench.stream('x', { size: 1000 }));
      const final = await callback.final();
      const again = server.requests.filter(({ body }) => body.byteLength === 1000).length > 1;
      const responses = callback.responses();
      bench.see('fResend is as on the wire', responses.some(({ fResend }) => fResend) === again);
      bench.see('cbCurrent at the end', final.cbCurrent);
      const last = responses.map(({ fResend }) => fResend).lastIndexOf(true);
      const since = responses.slice(Math.max(0, last));
      bench.see(
        'counted since',
        since.reduce((sum, { cbIncrement }) => sum + cbIncrement, 0),
      );
    },
  },
  {
    id: 'logon/no-credentials-first',
    title: 'the credentials of Connect are not sent before the server asks',
    source: decided('6.2'),
    expected: { authorizations: `none, ${RIGHT}`, OnLogonPrompt: 0, hrResult: 'S_OK' },
    async run(bench) {
      const { final, callback, server } = await guardedPost(bench, CANCELLED, {
        szUserName: 'user',
        szPassword: 'secret',
      });
      bench.see('authorizations', authorizations(server.requests));
      bench.see('OnLogonPrompt', callback.count('OnLogonPrompt'));
      bench.see('hrResult', final.hrResult);
    },
  },
  {
    id: 'logon/wrong-then-right',
    title: 'when the credentials of Connect fail, OnLogonPrompt is asked',
    source: decided('6.3'),
    expected: {
      'first Authorization': null,
      OnLogonPrompt: 1,
      'last Authorization': RIGHT,
      hrResult: 'S_OK',
    },
    async run(bench) {
      const { final, callback, server } = await guardedPost(bench, ENTERED, {
        szUserName: 'user',
        szPassword: 'wrong',
      });
      bench.see('first Authorization', field(server.requests[0]!, 'authorization') ?? null);
      bench.see('OnLogonPrompt', callback.count('OnLogonPrompt'));
      bench.see('last Authorization', field(server.requests.at(-1)!, 'authorization') ?? null);
      bench.see('hrResult', final.hrResult);
    },
  },
  {
    id: 'logon/three-times',
    title: 'OnLogonPrompt is asked three times at most for one command',
    source: decided('6.3'),
    expected: { OnLogonPrompt: 3, hrResult: 'IXP_E_HTTP_UNAUTHORIZED', uiServerError: 401 },
    async run(bench) {
      const { final, callback } = await guardedPost(bench, {
        onLogonPrompt: [{ user: 'user', password: 'wrong' }],
      });
      bench.see('OnLogonPrompt', callback.count('OnLogonPrompt'));
      bench.see('hrResult', final.hrResult);
      bench.see('uiServerError', final.uiServerError);
    },
  },
  {
    id: 'logon/who-asks',
    title: 'without Connect the prompt names the server that asks, and no user',
    source: decided('6.3'),
    expected: { szServerName: '{origin}', szUserName: '' },
    async run(bench) {
      const { callback } = await guardedPost(bench, ENTERED);
      const [asked] = callback.of('OnLogonPrompt');
      bench.see('szServerName', asked?.fields['szServerName'] ?? null);
      bench.see('szUserName', asked?.fields['szUserName'] ?? null);
    },
  },
  {
    id: 'logon/statuses',
    title: 'a logon is announced: authorizing, authorized',
    source: decided('6.3'),
    expected: { authorizing: true, authorized: true, 'IsState(authenticated)': 'S_OK' },
    async run(bench) {
      const { transport, callback } = await guardedPost(bench, CANCELLED, {
        szUserName: 'user',
        szPassword: 'secret',
      });
      bench.see('authorizing', callback.statuses().includes('IXP_AUTHORIZING'));
      bench.see('authorized', callback.statuses().includes('IXP_AUTHORIZED'));
      bench.see('IsState(authenticated)', await transport.IsState('IXP_IS_AUTHENTICATED'));
    },
  },
  {
    id: 'logon/not-elsewhere',
    title: 'credentials do not go along to another server',
    source: decided('6.2'),
    expected: { 'authorizations there': 'none', OnLogonPrompt: 1, szUserName: '' },
    async run(bench) {
      const other = await bench.server(GUARDED);
      const moved = answer('307 Moved', [`Location: ${other.url}`]);
      const { transport, callback, server } = await bench.start([WHO, moved], CANCELLED);
      await transport.mustConnect({ szServerName: server.origin, szUserName: 'user', szPassword: 'secret' });
      await transport.mustPost(server.url, await bench.stream());
      await callback.final();
      bench.see('authorizations there', authorizations(other.requests));
      bench.see('OnLogonPrompt', callback.count('OnLogonPrompt'));
      bench.see('szUserName', callback.of('OnLogonPrompt')[0]?.fields['szUserName'] ?? null);
    },
  },
];
