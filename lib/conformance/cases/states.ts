// Connect, Disconnect, DropConnection, IsState, GetStatus, GetServerInfo, GetIXPType.
import { type ConformanceCase, decided, documented } from '../case.js';
import { not } from '../expectation.js';
import { STATES } from '../names.js';

const on = (method: string) => documented(`IInternetTransport::${method}`);

/** Members that Connect refuses, and what is wrong with them: documented is that it does, not what is invalid. */
const invalidMembers: ConformanceCase[] = (
  [
    ['port', 'a port over 65535', { dwPort: 65536 }],
    ['server-name', 'a server name with a line end', { szServerName: '127.0.0.1\r\nX: y' }],
  ] as const
).map(([name, what, server]) => ({
  id: `states/connect-invalid-${name}`,
  title: `Connect with ${what} is refused`,
  source: on('Connect'),
  says: 'E_INVALIDARG when a member is invalid',
  expected: { Connect: 'E_INVALIDARG' },
  async run(bench) {
    const { transport } = await bench.start();
    bench.see('Connect', await transport.Connect(server));
  },
}));

const oursInvalid: ConformanceCase[] = (
  [
    ['control', 'a user name with a control character', { szUserName: 'user\u0001' }],
    ['unterminated', 'a user name without its NUL', { szUserName: 'u'.repeat(256) }],
  ] as const
).map(([name, what, server]) => ({
  id: `states/connect-${name}`,
  title: `Connect with ${what} is refused`,
  source: decided('2.3'),
  expected: { Connect: 'E_INVALIDARG' },
  async run(bench) {
    const { transport } = await bench.start();
    bench.see('Connect', await transport.Connect(server));
  },
}));

const isState: ConformanceCase[] = [
  {
    id: 'states/is-connected',
    title: 'IsState says whether the transport is connected',
    source: on('IsState'),
    expected: { 'before Connect': 'S_FALSE', 'after Connect': 'S_OK', 'after Disconnect': 'S_FALSE' },
    async run(bench) {
      const { transport, callback, server } = await bench.start();
      bench.see('before Connect', await transport.IsState('IXP_IS_CONNECTED'));
      await transport.mustConnect({ szServerName: server.origin });
      await callback.status('IXP_CONNECTED');
      bench.see('after Connect', await transport.IsState('IXP_IS_CONNECTED'));
      await transport.Disconnect();
      await callback.status('IXP_DISCONNECTED');
      bench.see('after Disconnect', await transport.IsState('IXP_IS_CONNECTED'));
    },
  },
  {
    id: 'states/is-busy',
    title: 'IsState says whether the transport is busy',
    source: on('IsState'),
    expected: { 'before CommandPOST': 'S_FALSE', 'while it runs': 'S_OK' },
    async run(bench) {
      const held = bench.held();
      const { transport, callback, server } = await bench.start([held.answer]);
      bench.see('before CommandPOST', await transport.IsState('IXP_IS_BUSY'));
      await transport.mustPost(server.url, await bench.stream());
      await held.reached();
      bench.see('while it runs', await transport.IsState('IXP_IS_BUSY'));
      held.letGo();
      await callback.final();
    },
  },
  {
    id: 'states/is-ready',
    title: 'ready is connected and not busy',
    source: decided('2.4'),
    expected: { 'before Connect': 'S_FALSE', 'after Connect': 'S_OK', 'while a command runs': 'S_FALSE' },
    async run(bench) {
      const held = bench.held();
      const { transport, callback, server } = await bench.start([held.answer]);
      bench.see('before Connect', await transport.IsState('IXP_IS_READY'));
      await transport.mustConnect({ szServerName: server.origin });
      bench.see('after Connect', await transport.IsState('IXP_IS_READY'));
      await transport.mustPost(server.url, await bench.stream());
      await held.reached();
      bench.see('while a command runs', await transport.IsState('IXP_IS_READY'));
      held.letGo();
      await callback.final();
    },
  },
  {
    id: 'states/is-unknown',
    title: 'IsState with a state that there is not is E_INVALIDARG',
    source: decided('2.1'),
    expected: { 'IsState(99)': 'E_INVALIDARG' },
    async run(bench) {
      const { transport } = await bench.start();
      bench.see('IsState(99)', await transport.IsState(99));
    },
  },
  {
    id: 'states/never-connected',
    title: 'without Connect no state is the case after a command',
    source: decided('2.5'),
    expected: Object.fromEntries(STATES.map((state) => [state, 'S_FALSE'])),
    async run(bench) {
      const { transport, callback, server } = await bench.start();
      await transport.mustPost(server.url, await bench.stream());
      await callback.status('IXP_DISCONNECTED');
      await callback.final();
      for (const state of STATES) bench.see(state, await transport.IsState(state));
    },
  },
];

export const states: readonly ConformanceCase[] = [
  {
    id: 'states/connect',
    title: 'Connect succeeds',
    source: on('Connect'),
    expected: { Connect: 'S_OK' },
    async run(bench) {
      const { transport, server } = await bench.start();
      bench.see('Connect', await transport.Connect({ szServerName: server.origin }));
    },
  },
  {
    id: 'states/connect-null',
    title: 'Connect without a server is refused',
    source: on('Connect'),
    expected: { 'Connect(NULL)': 'E_INVALIDARG' },
    async run(bench) {
      const { transport } = await bench.start();
      bench.see('Connect(NULL)', await transport.Connect(null));
    },
  },
  ...invalidMembers,
  ...oursInvalid,
  {
    id: 'states/connect-twice',
    title: 'Connect while connected is IXP_E_ALREADY_CONNECTED',
    source: on('Connect'),
    expected: { 'second Connect': 'IXP_E_ALREADY_CONNECTED' },
    async run(bench) {
      const { transport, callback, server } = await bench.start();
      await transport.mustConnect({ szServerName: server.origin });
      await callback.status('IXP_CONNECTED');
      bench.see('second Connect', await transport.Connect({ szServerName: server.origin }));
    },
  },
  {
    id: 'states/connect-statuses',
    title: 'Connect announces connecting and connected, without touching the network',
    source: decided('2.3'),
    expected: { statuses: 'IXP_CONNECTING, IXP_CONNECTED', connections: 0 },
    async run(bench) {
      const { transport, callback, server } = await bench.start();
      await transport.mustConnect({ szServerName: server.origin });
      await callback.status('IXP_CONNECTED');
      bench.see('statuses', callback.statuses().join(', '));
      bench.see('connections', server.connections.length);
    },
  },
  {
    id: 'states/connect-again',
    title: 'after Disconnect the transport can connect again',
    source: decided('2.3'),
    expected: { Disconnect: 'S_OK', 'Connect again': 'S_OK' },
    async run(bench) {
      const { transport, callback, server } = await bench.start();
      await transport.mustConnect({ szServerName: server.origin });
      bench.see('Disconnect', await transport.Disconnect());
      await callback.status('IXP_DISCONNECTED');
      bench.see('Connect again', await transport.Connect({ szServerName: server.origin }));
    },
  },
  {
    id: 'states/disconnect',
    title: 'Disconnect succeeds while connected',
    source: on('Disconnect'),
    expected: { Disconnect: 'S_OK' },
    async run(bench) {
      const { transport, callback, server } = await bench.start();
      await transport.mustConnect({ szServerName: server.origin });
      await callback.status('IXP_CONNECTED');
      bench.see('Disconnect', await transport.Disconnect());
    },
  },
  {
    id: 'states/disconnect-unconnected',
    title: 'Disconnect without a connection is IXP_E_NOT_CONNECTED',
    source: on('Disconnect'),
    expected: { Disconnect: 'IXP_E_NOT_CONNECTED' },
    async run(bench) {
      const { transport } = await bench.start();
      bench.see('Disconnect', await transport.Disconnect());
    },
  },
  {
    id: 'states/disconnect-queue',
    title: 'Disconnect lets the command in progress finish and ends the queued ones',
    source: decided('2.6'),
    expected: { 'in progress': 'S_OK', queued: 'IXP_E_USER_CANCEL', requests: 1 },
    async run(bench) {
      const held = bench.held();
      const { transport, callback, server } = await bench.start([held.answer]);
      await transport.mustConnect({ szServerName: server.origin });
      await transport.mustPost(server.url, await bench.stream(), null, 1);
      await transport.mustPost(server.url, await bench.stream(), null, 2);
      await held.reached();
      await transport.Disconnect();
      held.letGo();
      await callback.final(2);
      bench.see('in progress', callback.finals(1)[0]?.hrResult ?? null);
      bench.see('queued', callback.finals(2)[0]?.hrResult ?? null);
      bench.see('requests', server.requests.length);
    },
  },
  {
    id: 'states/disconnect-statuses',
    title: 'Disconnect announces disconnecting and disconnected',
    source: decided('2.6'),
    expected: { statuses: 'IXP_CONNECTING, IXP_CONNECTED, IXP_DISCONNECTING, IXP_DISCONNECTED' },
    async run(bench) {
      const { transport, callback, server } = await bench.start();
      await transport.mustConnect({ szServerName: server.origin });
      await transport.Disconnect();
      await callback.status('IXP_DISCONNECTED');
      bench.see('statuses', callback.statuses().join(', '));
    },
  },
  {
    id: 'states/drop',
    title: 'DropConnection succeeds, connected or not',
    source: on('DropConnection'),
    expected: { 'not connected': 'S_OK', connected: 'S_OK' },
    async run(bench) {
      const { transport, callback, server } = await bench.start();
      bench.see('not connected', await transport.DropConnection());
      await transport.mustConnect({ szServerName: server.origin });
      await callback.status('IXP_CONNECTED');
      bench.see('connected', await transport.DropConnection());
    },
  },
  {
    id: 'states/drop-cuts',
    title: 'DropConnection ends the connection at once, though the server has not answered',
    source: on('DropConnection'),
    says: 'guaranteed, immediate, not clean',
    expected: { DropConnection: 'S_OK', 'connection ended': true },
    async run(bench) {
      const held = bench.held();
      const { transport, server } = await bench.start([held.answer]);
      await transport.mustPost(server.url, await bench.stream());
      await held.reached();
      bench.see('DropConnection', await transport.DropConnection());
      const ended = () => server.connections[0]!.recording.end !== 'open' || undefined;
      bench.see('connection ended', await bench.until(ended, 'waiting for the end of the connection'));
    },
  },
  {
    id: 'states/drop-commands',
    title: 'DropConnection ends commands, running and queued, with IXP_E_CONNECTION_DROPPED',
    source: decided('2.6'),
    expected: { 'in progress': 'IXP_E_CONNECTION_DROPPED', queued: 'IXP_E_CONNECTION_DROPPED', OnError: 0 },
    async run(bench) {
      const held = bench.held();
      const { transport, callback, server } = await bench.start([held.answer]);
      await transport.mustPost(server.url, await bench.stream(), null, 1);
      await transport.mustPost(server.url, await bench.stream(), null, 2);
      await held.reached();
      await transport.DropConnection();
      await callback.final(2);
      bench.see('in progress', callback.finals(1)[0]?.hrResult ?? null);
      bench.see('queued', callback.finals(2)[0]?.hrResult ?? null);
      bench.see('OnError', callback.count('OnError'));
    },
  },
  {
    id: 'states/post-after-drop',
    title: 'after DropConnection CommandPOST works as without Connect',
    source: decided('2.6'),
    expected: { CommandPOST: 'S_OK', hrResult: 'S_OK' },
    async run(bench) {
      const { transport, callback, server } = await bench.start();
      await transport.mustConnect({ szServerName: server.origin });
      await transport.DropConnection();
      bench.see('CommandPOST', await transport.CommandPOST(server.url, await bench.stream()));
      bench.see('hrResult', (await callback.final()).hrResult);
    },
  },
  ...isState,
  {
    id: 'states/status',
    title: 'GetStatus tells the status that was announced last',
    source: decided('2.3'),
    expected: { GetStatus: 'S_OK', 'as announced': true },
    async run(bench) {
      const { transport, callback, server } = await bench.start();
      await transport.mustConnect({ szServerName: server.origin });
      await callback.status('IXP_CONNECTED');
      const { result, status } = await transport.GetStatus();
      bench.see('GetStatus', result);
      bench.see('as announced', status === callback.statuses().at(-1));
    },
  },
  {
    id: 'states/status-null',
    title: 'GetStatus(NULL) is E_INVALIDARG',
    source: decided('2.1'),
    expected: { 'GetStatus(NULL)': 'E_INVALIDARG' },
    async run(bench) {
      const { transport } = await bench.start();
      bench.see('GetStatus(NULL)', (await transport.GetStatus(false)).result);
    },
  },
  {
    id: 'states/server-info',
    title: 'after Connect GetServerInfo tells the server that Connect was given',
    source: on('GetServerInfo'),
    expected: {
      GetServerInfo: 'S_OK',
      szServerName: '127.0.0.1',
      dwPort: 8099,
      szUserName: 'user',
      dwTimeout: 33,
    },
    async run(bench) {
      const { transport, callback } = await bench.start();
      const server = { szServerName: '127.0.0.1', dwPort: 8099, szUserName: 'user', dwTimeout: 33 };
      await transport.mustConnect(server);
      await callback.status('IXP_CONNECTED');
      const { result, server: told } = await transport.GetServerInfo();
      bench.see('GetServerInfo', result);
      for (const name of Object.keys(server)) bench.see(name, told?.[name] ?? null);
    },
  },
  {
    id: 'states/server-info-null',
    title: 'GetServerInfo(NULL) is refused',
    source: on('GetServerInfo'),
    expected: { 'GetServerInfo(NULL)': 'E_INVALIDARG' },
    async run(bench) {
      const { transport } = await bench.start();
      bench.see('GetServerInfo(NULL)', (await transport.GetServerInfo(false)).result);
    },
  },
  {
    id: 'states/server-info-unconnected',
    title: 'while not connected GetServerInfo tells nothing of an earlier server',
    source: decided('2.3'),
    expected: { GetServerInfo: 'S_OK', szServerName: not('127.0.0.1') },
    async run(bench) {
      const { transport, callback } = await bench.start();
      await transport.mustConnect({ szServerName: '127.0.0.1', szUserName: 'user', szPassword: 'secret' });
      await transport.Disconnect();
      await callback.status('IXP_DISCONNECTED');
      const { result, server } = await transport.GetServerInfo();
      bench.see('GetServerInfo', result);
      bench.see('szServerName', server?.['szServerName'] ?? null);
    },
  },
  {
    id: 'states/type',
    title: 'GetIXPType says that this is an HTTP mail transport',
    source: on('GetIXPType'),
    expected: { GetIXPType: 'IXP_HTTPMail' },
    async run(bench) {
      const { transport } = await bench.start();
      bench.see('GetIXPType', await transport.GetIXPType());
    },
  },
];
