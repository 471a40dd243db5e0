// InitNew: its arguments, its results, and what a transport does before it.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { USER_AGENT } from '../bench.js';
import { type ConformanceCase, decided, documented } from '../case.js';
import { aFailure, containing } from '../expectation.js';
import { STATES } from '../names.js';
import { field } from '../server.js';

const page = documented('IHTTPMailTransport::InitNew');

/** Methods whose pages list IXP_E_NOT_INIT. */
const uninitialised: ConformanceCase[] = (['Connect', 'Disconnect', 'DropConnection'] as const).map(
  (method) => ({
    id: `init/before-${method.toLowerCase()}`,
    title: `before InitNew ${method} is IXP_E_NOT_INIT`,
    source: documented(`IInternetTransport::${method}`),
    expected: { [method]: 'IXP_E_NOT_INIT' },
    async run(bench) {
      const transport = await bench.transport();
      bench.see(method, method === 'Connect' ? await transport.Connect({}) : await transport[method]());
    },
  }),
);

export const init: readonly ConformanceCase[] = [
  {
    id: 'init/agent-null',
    title: 'a user agent that is NULL is refused',
    source: page,
    expected: { InitNew: 'E_INVALIDARG' },
    async run(bench) {
      const transport = await bench.transport();
      bench.see('InitNew', await transport.InitNew(null, null, await bench.callback()));
    },
  },
  {
    id: 'init/callback-null',
    title: 'a callback that is NULL is refused',
    source: page,
    expected: { InitNew: 'E_INVALIDARG' },
    async run(bench) {
      const transport = await bench.transport();
      bench.see('InitNew', await transport.InitNew(USER_AGENT, null, null));
    },
  },
  {
    id: 'init/without-log',
    title: 'a log path that is NULL means no log, and is no error',
    source: page,
    expected: { InitNew: 'S_OK' },
    async run(bench) {
      const transport = await bench.transport();
      bench.see('InitNew', await transport.InitNew(USER_AGENT, null, await bench.callback()));
    },
  },
  {
    id: 'init/connected',
    title: 'InitNew while connected is IXP_E_ALREADY_CONNECTED',
    source: page,
    expected: { 'InitNew while connected': 'IXP_E_ALREADY_CONNECTED' },
    async run(bench) {
      const { transport, callback, server } = await bench.start();
      await transport.mustConnect({ szServerName: server.origin });
      bench.see('InitNew while connected', await transport.InitNew(USER_AGENT, null, callback));
    },
  },
  {
    id: 'init/comes-first',
    title: 'InitNew has to be called before CommandPOST',
    source: page,
    expected: { CommandPOST: aFailure, requests: 0 },
    async run(bench) {
      const server = await bench.server();
      const transport = await bench.transport();
      bench.see('CommandPOST', await transport.CommandPOST(server.url, await bench.stream()));
      bench.see('requests', server.requests.length);
    },
  },
  {
    id: 'init/holds-callback',
    title: 'InitNew takes a reference on the callback that it keeps',
    source: documented('IUnknown::AddRef'),
    says: 'a reference for every copy that is kept',
    expected: { 'reference taken': true },
    async run(bench) {
      const transport = await bench.transport();
      const callback = await bench.callback();
      const before = await bench.references(callback);
      await transport.mustInitNew(callback);
      bench.see('reference taken', (await bench.references(callback)) > before);
    },
  },
  ...uninitialised,
  {
    id: 'init/before-handsoffcallback',
    title: 'before InitNew there is no callback to release',
    source: documented('IInternetTransport::HandsOffCallback'),
    expected: { HandsOffCallback: 'S_FALSE' },
    async run(bench) {
      const transport = await bench.transport();
      bench.see('HandsOffCallback', await transport.HandsOffCallback());
    },
  },
  {
    id: 'init/before-commandpost',
    title: 'before InitNew CommandPOST is IXP_E_NOT_INIT',
    source: decided('2.1'),
    expected: { CommandPOST: 'IXP_E_NOT_INIT', 'references on the stream': 1 },
    async run(bench) {
      const server = await bench.server();
      const transport = await bench.transport();
      const stream = await bench.stream();
      bench.see('CommandPOST', await transport.CommandPOST(server.url, stream));
      bench.see('references on the stream', await bench.references(stream));
    },
  },
  {
    id: 'init/before-arguments',
    title: 'arguments are checked before the state',
    source: decided('2.1'),
    expected: { 'CommandPOST without path': 'E_INVALIDARG', 'GetServerInfo(NULL)': 'E_INVALIDARG' },
    async run(bench) {
      const transport = await bench.transport();
      bench.see('CommandPOST without path', await transport.CommandPOST(null, await bench.stream()));
      bench.see('GetServerInfo(NULL)', (await transport.GetServerInfo(false)).result);
    },
  },
  {
    id: 'init/before-getserverinfo',
    title: 'before InitNew GetServerInfo is IXP_E_NOT_INIT',
    source: decided('2.1'),
    expected: { GetServerInfo: 'IXP_E_NOT_INIT' },
    async run(bench) {
      const transport = await bench.transport();
      bench.see('GetServerInfo', (await transport.GetServerInfo()).result);
    },
  },
  {
    id: 'init/before-state',
    title: 'before InitNew no state is the case, and the status is disconnected',
    source: decided('2.1'),
    expected: {
      ...Object.fromEntries(STATES.map((state) => [state, 'S_FALSE'])),
      GetStatus: 'S_OK',
      status: 'IXP_DISCONNECTED',
    },
    async run(bench) {
      const transport = await bench.transport();
      for (const state of STATES) bench.see(state, await transport.IsState(state));
      const { result, status } = await transport.GetStatus();
      bench.see('GetStatus', result);
      bench.see('status', status);
    },
  },
  {
    id: 'init/busy',
    title: 'InitNew while a command runs is IXP_E_BUSY',
    source: decided('2.2'),
    expected: { 'InitNew while busy': 'IXP_E_BUSY', hrResult: 'S_OK' },
    async run(bench) {
      const held = bench.held();
      const { transport, callback, server } = await bench.start([held.answer]);
      await transport.mustPost(server.url, await bench.stream());
      await held.reached();
      bench.see('InitNew while busy', await transport.InitNew(USER_AGENT, null, callback));
      held.letGo();
      bench.see('hrResult', (await callback.final()).hrResult);
    },
  },
  {
    id: 'init/again',
    title: 'another InitNew takes the place of the first: callback and user agent',
    source: decided('2.2'),
    expected: {
      InitNew: 'S_OK',
      'responses to the first callback': 0,
      'responses to the second callback': 1,
      'User-Agent': 'second/2',
      'first callback released': true,
    },
    async run(bench) {
      const { transport, callback: first, server } = await bench.start();
      const second = await bench.callback();
      bench.see('InitNew', await transport.InitNew('second/2', null, second));
      await transport.mustPost(server.url, await bench.stream());
      await second.final();
      bench.see('responses to the first callback', first.count('OnResponse'));
      bench.see('responses to the second callback', second.finals().length);
      bench.see('User-Agent', field(server.requests[0]!, 'user-agent') ?? null);
      bench.see('first callback released', await bench.givenBack(first));
    },
  },
  {
    id: 'init/user-agent',
    title: 'the user agent of InitNew goes out with requests',
    source: decided('1'),
    expected: { 'User-Agent': 'agent/7 (conformance)' },
    async run(bench) {
      const server = await bench.server();
      const transport = await bench.transport();
      const callback = await bench.callback();
      await transport.mustInitNew(callback, 'agent/7 (conformance)');
      await transport.mustPost(server.url, await bench.stream());
      await callback.final();
      bench.see('User-Agent', field(server.requests[0]!, 'user-agent') ?? null);
    },
  },
  {
    id: 'init/empty-agent',
    title: 'an empty user agent sends no such header',
    source: decided('2.2'),
    expected: { InitNew: 'S_OK', 'User-Agent': null },
    async run(bench) {
      const server = await bench.server();
      const transport = await bench.transport();
      const callback = await bench.callback();
      bench.see('InitNew', await transport.InitNew('', null, callback));
      await transport.mustPost(server.url, await bench.stream());
      await callback.final();
      bench.see('User-Agent', field(server.requests[0]!, 'user-agent') ?? null);
    },
  },
  {
    id: 'init/agent-line-end',
    title: 'a user agent with a line end is refused',
    source: decided('2.2'),
    expected: { InitNew: 'E_INVALIDARG' },
    async run(bench) {
      const transport = await bench.transport();
      bench.see('InitNew', await transport.InitNew('agent\r\nX: y', null, await bench.callback()));
    },
  },
  {
    id: 'init/log',
    title: 'with a log path, request and answer are in the log',
    source: decided('2.2'),
    expected: { InitNew: 'S_OK', log: containing('> POST /inbox/ HTTP/1.1') },
    async run(bench) {
      const folder = mkdtempSync(join(tmpdir(), 'imnxport-'));
      const log = join(folder, 'transport.log');
      bench.hide(folder, '{folder}');
      try {
        const server = await bench.server();
        const transport = await bench.transport();
        const callback = await bench.callback();
        bench.see('InitNew', await transport.InitNew(USER_AGENT, log, callback));
        await transport.mustPost(server.url, await bench.stream());
        await callback.final();
        bench.see('log', logText(readFileSync(log, 'utf8')));
        await bench.forget();
      } finally {
        rmSync(folder, { recursive: true, maxRetries: 10 });
      }
    },
  },
  {
    id: 'init/log-impossible',
    title: 'a log that cannot be opened fails InitNew, which can then be called again',
    source: decided('2.2'),
    expected: { InitNew: aFailure, 'without log': 'S_OK' },
    async run(bench) {
      const transport = await bench.transport();
      const callback = await bench.callback();
      bench.see(
        'InitNew',
        await transport.InitNew(USER_AGENT, join(tmpdir(), 'no such folder', 'x.log'), callback),
      );
      bench.see('without log', await transport.InitNew(USER_AGENT, null, callback));
    },
  },
];

/** Without times, which differ from run to run. */
function logText(text: string): string {
  return text.replace(/^\d{4}-\d\d-\d\dT[\d:.]+Z /gm, '').replace(/\r\n/g, '\n');
}
