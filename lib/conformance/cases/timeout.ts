// OnTimeout. The shortest time-out that Connect takes is a second, so these cases take as long.
import type { Bench } from '../bench.js';
import { type ConformanceCase, decided, documented } from '../case.js';
import { atLeast } from '../expectation.js';
import type { CallbackScript } from '../messages.js';

const page = documented('ITransportCallback::OnTimeout');

/** Posts to a server that is silent, with a time-out of one second. */
async function silence(bench: Bench, script: CallbackScript, posts = 1) {
  const held = bench.held();
  const { transport, callback, server } = await bench.start([held.answer], script);
  await transport.mustConnect({ szServerName: server.origin, dwTimeout: 1 });
  for (let context = 1; context <= posts; context++) {
    await transport.mustPost(server.url, await bench.stream(), null, context);
  }
  await held.reached();
  return { held, transport, callback, server };
}

export const timeout: readonly ConformanceCase[] = [
  {
    id: 'timeout/asked',
    title: 'a time without activity is a time-out, and OnTimeout is called',
    source: page,
    expected: { OnTimeout: atLeast(1) },
    async run(bench) {
      const { callback } = await silence(bench, { onTimeout: [null] });
      await callback.called('OnTimeout');
      bench.see('OnTimeout', callback.count('OnTimeout'));
    },
  },
  {
    id: 'timeout/waits-on',
    title: 'S_OK with a new value waits on, and the answer that comes then counts',
    source: page,
    says: 'S_OK: goes on waiting with the new value',
    expected: { hrResult: 'S_OK' },
    async run(bench) {
      const { callback, held } = await silence(bench, { onTimeout: [60] });
      await callback.called('OnTimeout');
      held.letGo();
      bench.see('hrResult', (await callback.final()).hrResult);
    },
  },
  {
    id: 'timeout/gives-up',
    title: 'S_FALSE ends the connection and disconnects the transport',
    source: page,
    says: 'S_FALSE: ends the connection, back to the disconnected state',
    expected: { 'IsState(connected)': 'S_FALSE', 'connection ended': true },
    async run(bench) {
      const { transport, callback, server } = await silence(bench, { onTimeout: [null] });
      await callback.called('OnTimeout');
      await callback.status('IXP_DISCONNECTED');
      bench.see('IsState(connected)', await transport.IsState('IXP_IS_CONNECTED'));
      const ended = () => server.connections[0]!.recording.end !== 'open' || undefined;
      bench.see('connection ended', await bench.until(ended, 'waiting for the end of the connection'));
    },
  },
  {
    id: 'timeout/result',
    title: 'giving up ends the command and the queued ones with IXP_E_TIMEOUT',
    source: decided('7'),
    expected: { 'seconds told': 1, command: 'IXP_E_TIMEOUT', queued: 'IXP_E_TIMEOUT', requests: 1 },
    async run(bench) {
      const { callback, server } = await silence(bench, { onTimeout: [null] }, 2);
      await callback.final(2);
      bench.see('seconds told', callback.of('OnTimeout')[0]?.fields['dwTimeout'] ?? null);
      bench.see('command', callback.finals(1)[0]?.hrResult ?? null);
      bench.see('queued', callback.finals(2)[0]?.hrResult ?? null);
      bench.see('requests', server.requests.length);
    },
  },
];
