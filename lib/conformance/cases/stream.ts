// The stream of a CommandPOST: what is asked of it, and what becomes of odd ones.
import { Hresult } from '../../hresult.js';
import { MESSAGE } from '../bench.js';
import { type ConformanceCase, decided, documented } from '../case.js';
import { field } from '../server.js';

export const stream: readonly ConformanceCase[] = [
  {
    id: 'stream/given-back',
    title: 'the references on the stream are given back',
    source: documented('IUnknown::Release'),
    says: 'every reference that was taken is given back',
    expected: { 'stream released': true },
    async run(bench) {
      const { transport, callback, server } = await bench.start();
      const stream = await bench.stream();
      await transport.mustPost(server.url, stream);
      await callback.final();
      await transport.HandsOffCallback();
      await transport.Release();
      bench.see('stream released', await bench.givenBack(stream));
    },
  },
  {
    id: 'stream/refused',
    title: 'a post that is refused leaves no reference on the stream',
    source: documented('IUnknown::Release'),
    says: 'every reference that was taken is given back',
    expected: { references: 1 },
    async run(bench) {
      const { transport } = await bench.start();
      const stream = await bench.stream();
      await transport.CommandPOST(null, stream);
      bench.see('references', await bench.references(stream));
    },
  },
  {
    id: 'stream/given-back-first',
    title: 'the stream is given back before the final response',
    source: decided('4.7'),
    expected: { 'references at the final response': 1 },
    async run(bench) {
      const { transport, callback, server } = await bench.start();
      const stream = await bench.stream();
      await transport.mustPost(server.url, stream);
      await callback.final();
      bench.see('references at the final response', await bench.references(stream));
    },
  },
  {
    id: 'stream/held',
    title: 'the stream of a queued command is held',
    source: decided('3.3'),
    expected: { 'reference taken': true },
    async run(bench) {
      const held = bench.held();
      const { transport, callback, server } = await bench.start([held.answer]);
      const stream = await bench.stream();
      // Queued behind another, it has not been read yet.
      await transport.mustPost(server.url, await bench.stream());
      await transport.mustPost(server.url, stream);
      await held.reached();
      bench.see('reference taken', (await bench.references(stream)) > 1);
      held.letGo();
      await callback.final(2);
    },
  },
  {
    id: 'stream/unknown-length',
    title: 'a stream that cannot seek and knows no length goes out in chunks',
    source: decided('4.2'),
    expected: { 'Transfer-Encoding': 'chunked', 'Content-Length': null, entity: MESSAGE, hrResult: 'S_OK' },
    async run(bench) {
      const { transport, callback, server } = await bench.start();
      await transport.mustPost(server.url, await bench.stream(MESSAGE, { seeks: false }));
      bench.see('hrResult', (await callback.final()).hrResult);
      const [request] = server.requests;
      bench.see('Transfer-Encoding', field(request!, 'transfer-encoding') ?? null);
      bench.see('Content-Length', field(request!, 'content-length') ?? null);
      bench.see('entity', request!.body.toString());
    },
  },
  {
    id: 'stream/too-short',
    title: 'fewer bytes than announced end the command, and never make a whole request',
    source: decided('4.4'),
    expected: { hrResult: 'IXP_E_INCOMPLETE', 'whole requests': 0 },
    race: true,
    async run(bench) {
      const { transport, callback, server } = await bench.start();
      const short = await bench.stream(MESSAGE, { seeks: false, stat: MESSAGE.length + 10 });
      await transport.mustPost(server.url, short);
      bench.see('hrResult', (await callback.final()).hrResult);
      bench.see('whole requests', server.requests.length);
    },
  },
  {
    id: 'stream/too-long',
    title: 'more bytes than announced end the command, and never make a whole request',
    source: decided('4.4'),
    expected: { hrResult: 'IXP_E_INCOMPLETE', 'whole requests': 0 },
    race: true,
    async run(bench) {
      const { transport, callback, server } = await bench.start();
      const long = await bench.stream(MESSAGE, { seeks: false, stat: MESSAGE.length - 10 });
      await transport.mustPost(server.url, long);
      bench.see('hrResult', (await callback.final()).hrResult);
      bench.see('whole requests', server.requests.length);
    },
  },
  {
    id: 'stream/failing',
    title: 'a Read that fails ends the command with its HRESULT, and never makes a whole request',
    source: decided('4.5'),
    expected: { hrResult: 'STG_E_READFAULT', OnError: 0, 'whole requests': 0 },
    race: true,
    async run(bench) {
      const { transport, callback, server } = await bench.start();
      await transport.mustPost(
        server.url,
        await bench.stream(MESSAGE, { failAt: 10, fail: Hresult.STG_E_READFAULT }),
      );
      bench.see('hrResult', (await callback.final()).hrResult);
      bench.see('OnError', callback.count('OnError'));
      bench.see('whole requests', server.requests.length);
    },
  },
  {
    id: 'stream/pending',
    title: 'a Read that answers E_PENDING is a Read that fails',
    source: decided('4.3'),
    expected: { hrResult: 'E_PENDING', 'whole requests': 0 },
    race: true,
    async run(bench) {
      const { transport, callback, server } = await bench.start();
      await transport.mustPost(
        server.url,
        await bench.stream(MESSAGE, { failAt: 10, fail: Hresult.E_PENDING }),
      );
      bench.see('hrResult', (await callback.final()).hrResult);
      bench.see('whole requests', server.requests.length);
    },
  },
  {
    id: 'stream/false-at-end',
    title: 'a Read that answers S_FALSE at the end is no failure',
    source: documented('ISequentialStream::Read'),
    says: 'S_FALSE: the end was reached, the bytes count',
    expected: { hrResult: 'S_OK', entity: MESSAGE },
    async run(bench) {
      const { transport, callback, server } = await bench.start();
      await transport.mustPost(server.url, await bench.stream(MESSAGE, { endsWithFalse: true }));
      bench.see('hrResult', (await callback.final()).hrResult);
      bench.see('entity', server.requests[0]?.body.toString() ?? null);
    },
  },
  {
    id: 'stream/too-much-at-once',
    title: 'a Read that claims more than it was asked for ends the command with E_UNEXPECTED',
    source: decided('4.3'),
    expected: { hrResult: 'E_UNEXPECTED', 'whole requests': 0 },
    race: true,
    async run(bench) {
      const { transport, callback, server } = await bench.start();
      await transport.mustPost(server.url, await bench.stream(MESSAGE, { tooMuch: true, agile: true }));
      bench.see('hrResult', (await callback.final()).hrResult);
      bench.see('whole requests', server.requests.length);
    },
  },
];
