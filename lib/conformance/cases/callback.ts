// The callback: when it is let go of, what it is told of the protocol, and on which thread.
import { Hresult } from '../../hresult.js';
import { type ConformanceCase, decided, documented } from '../case.js';
import { atLeast } from '../expectation.js';
import { response as answer } from '../server.js';

const handsOff = documented('IInternetTransport::HandsOffCallback');
const onCommand = documented('ITransportCallback::OnCommand');

export const callback: readonly ConformanceCase[] = [
  {
    id: 'callback/hands-off',
    title: 'HandsOffCallback lets go of the callback, once',
    source: handsOff,
    expected: { 'first call': 'S_OK', 'second call': 'S_FALSE' },
    async run(bench) {
      const { transport } = await bench.start();
      bench.see('first call', await transport.HandsOffCallback());
      bench.see('second call', await transport.HandsOffCallback());
    },
  },
  {
    id: 'callback/released',
    title: 'HandsOffCallback gives the reference on the callback back',
    source: handsOff,
    says: 'S_OK: the callback was released',
    expected: { released: true },
    async run(bench) {
      const { transport, callback } = await bench.start();
      await transport.HandsOffCallback();
      bench.see('released', await bench.givenBack(callback));
    },
  },
  {
    id: 'callback/silent-after-hands-off',
    title: 'after HandsOffCallback no call is made, though the command goes on',
    source: handsOff,
    says: 'no call to the callback afterwards',
    expected: { HandsOffCallback: 'S_OK', 'calls afterwards': 0 },
    race: true,
    async run(bench) {
      const held = bench.held();
      const { transport, callback, server } = await bench.start([held.answer]);
      await transport.mustPost(server.url, await bench.stream());
      await held.reached();
      bench.see('HandsOffCallback', await transport.HandsOffCallback());
      const before = callback.calls.length;
      held.letGo();
      // When another transport's command is through, there was time for a call.
      const other = await bench.start();
      await other.transport.mustPost(other.server.url, await bench.stream());
      await other.callback.final();
      await bench.grace();
      bench.see('calls afterwards', callback.calls.length - before);
    },
  },
  {
    id: 'callback/unheard',
    title: 'after HandsOffCallback new commands are carried out, unheard',
    source: decided('8'),
    expected: { CommandPOST: 'S_OK', requests: 1, calls: 0 },
    async run(bench) {
      const { transport, callback, server } = await bench.start();
      await transport.HandsOffCallback();
      bench.see('CommandPOST', await transport.CommandPOST(server.url, await bench.stream()));
      await bench.until(() => server.requests[0], 'waiting for the request');
      await bench.grace();
      bench.see('requests', server.requests.length);
      bench.see('calls', callback.calls.length);
    },
  },
  {
    id: 'callback/no-logging',
    title: 'without command logging OnCommand is never called',
    source: onCommand,
    expected: { hrResult: 'S_OK', OnCommand: 0 },
    async run(bench) {
      const { transport, callback, server } = await bench.start();
      await transport.mustConnect({ szServerName: server.origin }, false);
      await transport.mustPost(server.url, await bench.stream());
      bench.see('hrResult', (await callback.final()).hrResult);
      bench.see('OnCommand', callback.count('OnCommand'));
    },
  },
  {
    id: 'callback/logging',
    title: 'with command logging OnCommand tells what is sent and received',
    source: onCommand,
    expected: { sent: atLeast(1), received: atLeast(1) },
    async run(bench) {
      const { transport, callback, server } = await bench.start();
      await transport.mustConnect({ szServerName: server.origin }, true);
      await transport.mustPost(server.url, await bench.stream());
      await callback.final();
      const told = callback.of('OnCommand').map(({ fields }) => fields['cmdtype']);
      bench.see('sent', told.filter((type) => type === 'CMD_SEND').length);
      bench.see('received', told.filter((type) => type === 'CMD_RESP').length);
    },
  },
  {
    id: 'callback/logged-lines',
    title: 'OnCommand tells the lines of the heads, beginning with the request',
    source: decided('2.2'),
    expected: { first: 'POST /inbox/ HTTP/1.1', 'first of the answer': 'HTTP/1.1 201 Created' },
    async run(bench) {
      const { transport, callback, server } = await bench.start();
      await transport.mustConnect({ szServerName: server.origin }, true);
      await transport.mustPost(server.url, await bench.stream());
      await callback.final();
      const line = (type: string) =>
        callback.of('OnCommand').find(({ fields }) => fields['cmdtype'] === type)?.fields['pszLine'];
      const trimmed = (value: unknown) => (typeof value === 'string' ? value.trimEnd() : null);
      bench.see('first', trimmed(line('CMD_SEND')));
      bench.see('first of the answer', trimmed(line('CMD_RESP')));
    },
  },
  {
    id: 'callback/no-secrets',
    title: 'OnCommand never tells credentials',
    source: decided('6.2'),
    expected: { 'Authorization told': 'Authorization: ***' },
    async run(bench) {
      const who = answer('401 Who are you', ['WWW-Authenticate: Basic realm="mail"']);
      const { transport, callback, server } = await bench.start([who]);
      const info = { szServerName: server.origin, szUserName: 'user', szPassword: 'secret' };
      await transport.mustConnect(info, true);
      await transport.mustPost(server.url, await bench.stream());
      await callback.final();
      const lines = callback.of('OnCommand').map(({ fields }) => String(fields['pszLine']).trimEnd());
      bench.see('Authorization told', lines.find((line) => /^authorization:/i.test(line)) ?? null);
    },
  },
  {
    id: 'callback/statuses',
    title: 'a command without Connect announces connecting, connected and at last disconnected',
    source: decided('2.3'),
    expected: { first: 'IXP_CONNECTING', connected: true, last: 'IXP_DISCONNECTED' },
    async run(bench) {
      const { transport, callback, server } = await bench.start();
      await transport.mustPost(server.url, await bench.stream());
      await callback.final();
      await callback.status('IXP_DISCONNECTED');
      const statuses = callback.statuses();
      bench.see('first', statuses.filter((status) => status !== 'IXP_FINDINGHOST')[0] ?? null);
      bench.see('connected', statuses.includes('IXP_CONNECTED'));
      bench.see('last', statuses.at(-1) ?? null);
    },
  },
  {
    id: 'callback/one-thread',
    title: 'all calls of a command come on one thread',
    source: decided('8'),
    expected: { threads: 1 },
    async run(bench) {
      const { transport, callback, server } = await bench.start();
      await transport.mustConnect({ szServerName: server.origin }, true);
      await transport.mustPost(server.url, await bench.stream());
      await callback.final();
      bench.see('threads', new Set(callback.calls.map(({ thread }) => thread)).size);
      bench.see('thread', callback.of('OnResponse').at(-1)?.thread ?? null);
    },
  },
  {
    id: 'callback/no-dialogs',
    title: 'OnPrompt and GetParentWindow are never called',
    source: decided('7'),
    expected: { OnPrompt: 0, GetParentWindow: 0 },
    async run(bench) {
      const { transport, callback, server } = await bench.start([answer('500 Broken')]);
      await transport.mustPost(server.url, await bench.stream());
      await callback.final();
      bench.see('OnPrompt', callback.count('OnPrompt'));
      bench.see('GetParentWindow', callback.count('GetParentWindow'));
    },
  },
  {
    id: 'callback/failing',
    title: 'a callback that answers with failures never breaks the transport',
    source: decided('8'),
    expected: { first: 'S_OK', second: 'S_OK' },
    async run(bench) {
      const { transport, callback, server } = await bench.start([], { answer: Hresult.E_FAIL });
      await transport.mustPost(server.url, await bench.stream());
      bench.see('first', (await callback.final()).hrResult);
      await transport.mustPost(server.url, await bench.stream());
      bench.see('second', (await callback.final(2)).hrResult);
    },
  },
  {
    id: 'callback/hands-off-inside',
    title: 'HandsOffCallback may be called from inside the callback',
    source: decided('2.8'),
    expected: { 'final responses': 1, released: true },
    async run(bench) {
      const { transport, callback, server } = await bench.start([], { insideFinal: 'HandsOffCallback' });
      await transport.mustPost(server.url, await bench.stream());
      await callback.final();
      bench.see('released', await bench.givenBack(callback));
      bench.see('final responses', callback.finals().length);
    },
  },
  {
    id: 'callback/drop-inside',
    title: 'DropConnection may be called from inside the callback, and ends what is queued',
    source: decided('2.8'),
    expected: { first: 'S_OK', queued: 'IXP_E_CONNECTION_DROPPED' },
    race: true,
    async run(bench) {
      const first = bench.held();
      const second = bench.held();
      const { transport, callback, server } = await bench.start([first.answer, second.answer], {
        insideFinal: 'DropConnection',
      });
      await transport.mustPost(server.url, await bench.stream(), null, 1);
      await transport.mustPost(server.url, await bench.stream(), null, 2);
      first.letGo();
      await callback.final(2);
      bench.see('first', callback.finals(1)[0]?.hrResult ?? null);
      bench.see('queued', callback.finals(2)[0]?.hrResult ?? null);
    },
  },
  {
    id: 'callback/release-inside',
    title: 'the last Release may be called from inside the callback',
    source: decided('2.8'),
    expected: { 'final responses': 1, 'callback released': true },
    async run(bench) {
      const { transport, callback, server } = await bench.start([], { insideFinal: 'Release' });
      const stream = await bench.stream();
      await transport.mustPost(server.url, stream);
      await transport.givenAway();
      await callback.final();
      bench.see('callback released', await bench.givenBack(callback));
      bench.see('final responses', callback.finals().length);
    },
  },
];
