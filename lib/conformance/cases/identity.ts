// What every COM object owes: QueryInterface and reference counts; and what ends with the last Release.
import { type ConformanceCase, decided, documented } from '../case.js';
import type { InterfaceName } from '../names.js';

const query = documented('IUnknown::QueryInterface');

const interfaces: ConformanceCase[] = (
  ['IUnknown', 'IInternetTransport', 'IHTTPMailTransport'] as InterfaceName[]
).map((name) => ({
  id: `identity/${name.toLowerCase()}`,
  title: `the transport answers ${name}`,
  source: query,
  expected: { QueryInterface: 'S_OK' },
  async run(bench) {
    const transport = await bench.transport();
    const { result, found } = await transport.QueryInterface(name);
    bench.see('QueryInterface', result);
    await found?.Release();
  },
}));

export const identity: readonly ConformanceCase[] = [
  ...interfaces,
  {
    id: 'identity/unknown-interface',
    title: 'an interface that the transport does not have is E_NOINTERFACE, with NULL',
    source: query,
    expected: { QueryInterface: 'E_NOINTERFACE', 'NULL was left': true },
    async run(bench) {
      const transport = await bench.transport();
      const { result, cleared } = await transport.QueryInterface('an unknown interface');
      bench.see('QueryInterface', result);
      bench.see('NULL was left', cleared);
    },
  },
  {
    id: 'identity/same',
    title: 'asked for IUnknown through any interface, an object gives the same pointer',
    source: query,
    expected: { 'same pointer': true },
    async run(bench) {
      const transport = await bench.transport();
      const { found: unknown } = await transport.QueryInterface('IUnknown');
      const { found: base } = await transport.QueryInterface('IInternetTransport');
      const again = await base!.QueryInterface('IUnknown');
      bench.see('same pointer', again.found !== null && (await bench.samePointer(unknown!, again.found)));
      for (const each of [again.found, base, unknown]) await each?.Release();
    },
  },
  {
    id: 'identity/back',
    title: 'from an interface that it answered the transport can be reached again',
    source: query,
    says: 'symmetric: what answered A from B answers B from A',
    expected: { QueryInterface: 'S_OK' },
    async run(bench) {
      const transport = await bench.transport();
      const { found } = await transport.QueryInterface('IInternetTransport');
      const back = await found!.QueryInterface('IHTTPMailTransport');
      bench.see('QueryInterface', back.result);
      for (const each of [back.found, found]) await each?.Release();
    },
  },
  {
    id: 'identity/count',
    title: 'AddRef and Release count references',
    source: decided('2.7'),
    expected: { 'AddRef counts one more': true, Release: 1, 'last Release': 0 },
    async run(bench) {
      const transport = await bench.transport();
      bench.see('AddRef counts one more', (await transport.AddRef()) === 2);
      bench.see('Release', await transport.Release());
      bench.see('last Release', await transport.Release());
    },
  },
  {
    id: 'identity/last-release',
    title: 'the last Release lets go of the callback',
    source: documented('IUnknown::Release'),
    says: 'an object that ends gives its references back',
    expected: { 'callback released': true },
    async run(bench) {
      const { transport, callback } = await bench.start();
      await transport.Release();
      bench.see('callback released', await bench.givenBack(callback));
    },
  },
  {
    id: 'identity/release-busy',
    title: 'the last Release in the middle of a command cuts its connection and makes no call afterwards',
    source: decided('2.7'),
    expected: {
      Release: 0,
      'connection ended': true,
      'calls afterwards': 0,
      'callback released': true,
      'stream released': true,
    },
    race: true,
    async run(bench) {
      const held = bench.held();
      const { transport, callback, server } = await bench.start([held.answer]);
      const stream = await bench.stream();
      await transport.mustPost(server.url, stream);
      await held.reached();
      bench.see('Release', await transport.Release());
      const before = callback.calls.length;
      const ended = () => server.connections[0]!.recording.end !== 'open' || undefined;
      bench.see('connection ended', await bench.until(ended, 'waiting for the end of the connection'));
      bench.see('callback released', await bench.givenBack(callback));
      bench.see('stream released', await bench.givenBack(stream));
      bench.see('calls afterwards', callback.calls.length - before);
    },
  },
];
