// toIStream: what becomes of each source and target, with a reader and a writer that the test plays.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Duplex, PassThrough, Readable, Writable } from 'node:stream';
import { ComPointer } from '../../dist/com/com-pointer.js';
import { IStream } from '../../dist/com/guid.js';
import { type IStreamOptions, type IStreamSource, toIStream } from '../../dist/com/to-istream.js';
import { ImnxportError } from '../../dist/errors.js';
import { fileBody } from '../../dist/file-body.js';
import { Hresult } from '../../dist/hresult.js';
import { replaceNative } from '../../dist/native.js';
import { thrown, turn } from '../support/fake.js';
import {
  FakeAddon,
  type FakeConsumer,
  type FakePointer,
  type FakeProducer,
  nativeFailure,
} from '../support/fake-native.js';

let addon: FakeAddon;
beforeEach(() => replaceNative((addon = new FakeAddon())));

/** The native ends of a stream that was made. */
function ends(source: IStreamSource, options?: IStreamOptions) {
  const pointer = toIStream(source, options);
  expect(pointer).toBeInstanceOf(ComPointer);
  expect(pointer.iid).toBe(IStream.iid);
  return addon.pipes.at(-1)!;
}
const producerOf = (source: IStreamSource, options?: IStreamOptions): FakeProducer =>
  ends(source, options).producer!;
const consumerOf = (target: IStreamSource, options?: IStreamOptions): FakeConsumer =>
  ends(target, options).consumer!;

/** Collects what is written to it; `slow` keeps the callbacks. */
class Collector extends Writable {
  readonly chunks: Buffer[] = [];
  readonly callbacks: ((error?: Error) => void)[] = [];
  constructor(readonly slow = false) {
    super({ highWaterMark: 1 });
  }
  override _write(chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
    this.chunks.push(chunk);
    if (this.slow) this.callbacks.push(done);
    else done();
  }
  get text(): string {
    return Buffer.concat(this.chunks).toString();
  }
}

describe('what the core reads by itself', () => {
  test.each<[string, IStreamSource]>([
    ['a string', 'abcdef'],
    ['bytes', Buffer.from('abcdef')],
    ['an ArrayBuffer', Uint8Array.from(Buffer.from('abcdef')).buffer],
    ['an array of chunks', ['abc', Buffer.from('def')]],
  ])('%s is copied', (_name, source) => {
    const memory = jest.spyOn(addon, 'memoryBody');
    toIStream(source);
    const body = memory.mock.results[0]!.value as {
      bytes: Buffer;
      released: boolean;
      pointers: FakePointer[];
    };
    expect(body.bytes.toString()).toBe('abcdef');
    expect(body.pointers).toHaveLength(1);
    expect(body.released).toBe(true);
    expect(addon.pipes).toEqual([]);
  });

  test('a file is opened, and its failure is the file system’s', () => {
    const files = jest.spyOn(addon, 'fileBody');
    toIStream(fileBody('/tmp/x', { start: 1, end: 3 }));
    expect(files.mock.calls[0]!.slice(1)).toEqual([1n, 3n]);
    addon.refusal = nativeFailure(Hresult.ERROR_FILE_NOT_FOUND, 'open failed');
    expect(thrown(() => toIStream(fileBody('/tmp/x')))).toMatchObject({
      code: 'ERR_IMNXPORT_FILE_NOT_FOUND',
    });
  });
});

describe('what can be sought and cloned', () => {
  const kinds: [string, () => IStreamSource, Partial<FakeProducer>][] = [
    ['a Blob', () => new Blob(['abc']), { length: 3n, rewindable: true, cloneable: true }],
    ['a function', () => () => ['abc'], { length: null, rewindable: true, cloneable: true }],
    ['a Readable', () => Readable.from(['abc']), { length: null, rewindable: false, cloneable: false }],
    ['a web stream', () => new Blob(['abc']).stream(), { length: null, rewindable: false, cloneable: false }],
    ['an iterator', () => ['abc'].values(), { length: null, rewindable: false, cloneable: false }],
  ];
  test.each(kinds)('%s', async (_name, make, expected) => {
    const producer = producerOf(make());
    expect(producer).toMatchObject(expected);
    expect((await producer.readAll()).toString()).toBe('abc');
  });

  test.each([
    ['a Blob', new Blob(['0123456789'])],
    ['a function', () => ['01', '', '23456', '789']],
    ['a function that takes its time', () => Promise.resolve(Readable.from(['0123', '456789']))],
  ] as [string, IStreamSource][])('%s: from anywhere to the end', async (_name, source) => {
    const producer = producerOf(source);
    for (const position of [3, 9, 0, 2, 7, 1]) {
      producer.owner.restart(BigInt(position));
      await producer.restartedAt(position);
      expect((await producer.readAll()).toString()).toBe('0123456789'.slice(position));
    }
  });

  test('beyond the end there is the end, and with it the length', async () => {
    const producer = producerOf(() => ['01', '234']);
    producer.owner.restart(2n ** 64n - 1n);
    await producer.restartedAt(5);
    expect(producer.ended).toBe(true);
  });

  test('a Blob is not read up to the position, a function only from where it stands', async () => {
    const blob = new Blob(['x'.repeat(100)]);
    const slices = jest.spyOn(blob, 'slice');
    const sliced = producerOf(blob);
    sliced.owner.restart(90n);
    sliced.owner.pull();
    await turn();
    expect(slices.mock.calls.map(([start]) => start)).toEqual([90]);

    let made = 0;
    const again = producerOf(() => {
      made++;
      return ['0123456789'.repeat(20)];
    });
    again.highWater = 1;
    again.owner.pull();
    again.take();
    again.owner.restart(200n); // everything has been pushed, and that is where it stands
    expect(made).toBe(1);
    again.owner.restart(3n);
    expect(made).toBe(2);
  });

  test('a clone is a source of its own', async () => {
    let made = 0;
    const producer = producerOf(() => [`made ${++made}`]);
    const clone = producer.cloned();
    expect((await producer.readAll()).toString()).toBe('made 1');
    expect((await clone.readAll()).toString()).toBe('made 2');
    producer.owner.closed();
    clone.owner.restart(0n);
    expect((await clone.readAll()).toString()).toBe('made 3');
  });
});

describe('a native caller on the JavaScript thread gets what is there without a promise', () => {
  test.each<[string, () => IStreamSource, string]>([
    ['an iterator', () => ['a', 'b'].values(), 'ab'],
    [
      'a generator function’s',
      () =>
        (function* () {
          yield 'ab';
        })(),
      'ab',
    ],
    ['a function that makes an array', () => () => ['a', 'b'], 'ab'],
    [
      'an asynchronous one',
      async function* () {
        yield await Promise.resolve('ab');
      },
      '',
    ],
    ['a Blob', () => new Blob(['ab']), ''],
  ])('%s', (_name, make, expected) => {
    const producer = producerOf(make());
    producer.owner.pull();
    expect(producer.take().toString()).toBe(expected);
    expect(producer.ended).toBe(expected !== '');
  });

  test('from a position, too', () => {
    const producer = producerOf(() => ['abc', 'def']);
    producer.owner.restart(4n);
    producer.owner.pull();
    expect(producer.take().toString()).toBe('ef');
  });
});

describe('an announced size', () => {
  test('is what native code is told', async () => {
    const producer = producerOf(Readable.from(['abc', 'd']), { size: 4 });
    expect(producer.length).toBe(4n);
    expect((await producer.readAll()).toString()).toBe('abcd');
    expect(producer.failure).toBeUndefined();
    expect(producerOf(() => 'x', { size: 1n })).toMatchObject({ length: 1n, cloneable: true });
  });

  test.each([
    ['too small', 3, 'more'],
    ['too large', 5, 'only 4'],
  ])('that is %s fails the stream', async (_name, size, actual) => {
    for (const source of [
      ['abc', 'd'].values(),
      Readable.from(['abc', 'd']),
      () => Promise.resolve('abcd'),
    ]) {
      const errors: unknown[] = [];
      const producer = producerOf(source as IStreamSource, { size, onError: (error) => errors.push(error) });
      await producer.readAll();
      expect(producer.failure).toBe(Hresult.IXP_E_INCOMPLETE);
      expect(errors).toEqual([
        expect.objectContaining({
          code: 'ERR_IMNXPORT_INCOMPLETE',
          message: `options.size is ${size}, but the source has ${actual} bytes`,
        }),
      ]);
    }
  });

  test('that contradicts the source is refused', () => {
    expect(thrown(() => toIStream(new Blob(['abc']), { size: 4 }))).toMatchObject({
      code: 'ERR_IMNXPORT_INCOMPLETE',
      argument: 'options.size',
    });
  });
});

describe('a source that fails', () => {
  const failing = (error: unknown) =>
    (async function* () {
      yield await Promise.resolve('some');
      throw error;
    })();

  test.each<[string, unknown, number]>([
    ['an error', new Error('no disk'), Hresult.STG_E_READFAULT],
    ['an error of Node', Object.assign(new Error('no'), { code: 'ENOENT' }), Hresult.STG_E_READFAULT],
    ['no error at all', undefined, Hresult.STG_E_READFAULT],
    ['an ImnxportError', new ImnxportError('no', { hresult: Hresult.IXP_E_TIMEOUT }), Hresult.IXP_E_TIMEOUT],
    ['an error with an HRESULT', Object.assign(new Error('no'), { hresult: 0x80041234 | 0 }), 0x80041234],
    ['one with a success', Object.assign(new Error('no'), { hresult: 1 }), Hresult.STG_E_READFAULT],
  ])('with %s', async (_name, error, hresult) => {
    const onError = jest.fn();
    const published: unknown[] = [];
    const listener = (message: unknown) => void published.push(message);
    subscribe('imnxport:stream:error', listener);
    const producer = producerOf(failing(error), { onError });
    await producer.readAll();
    unsubscribe('imnxport:stream:error', listener);
    expect(producer.failure).toBe(hresult);
    expect(onError.mock.calls).toEqual([[error]]);
    expect(published).toEqual([{ error }]);
  });

  test('while nobody reads it', async () => {
    const onError = jest.fn();
    const source = new Readable({ read: () => undefined });
    const producer = producerOf(source, { onError });
    source.destroy(new Error('gone'));
    await turn();
    expect(producer.failure).toBe(Hresult.STG_E_READFAULT);
    expect(onError).toHaveBeenCalledTimes(1);
  });

  test('by giving what is no chunk', async () => {
    const onError = jest.fn();
    const producer = producerOf(Readable.from([5]), { onError });
    await producer.readAll();
    expect(onError.mock.calls[0]).toEqual([
      expect.objectContaining({ message: 'source gave a number, not a string or bytes', argument: 'source' }),
    ]);
  });

  test('a clone tells of its own failure', async () => {
    const onError = jest.fn();
    const producer = producerOf(() => failing(new Error('no')), { onError });
    const clone = producer.cloned();
    await clone.readAll();
    expect(clone.failure).toBe(Hresult.STG_E_READFAULT);
    expect(producer.failure).toBeUndefined();
    expect(onError).toHaveBeenCalledTimes(1);
  });
});

describe('when native code lets go', () => {
  test('a stream that is not at its end is destroyed', () => {
    const source = new Readable({ read: () => undefined });
    producerOf(source).owner.closed();
    expect(source.destroyed).toBe(true);
  });

  test('one that is at its end is left alone, and a web stream is cancelled', async () => {
    const source = Readable.from(['x'], { autoDestroy: false });
    const producer = producerOf(source);
    await producer.readAll();
    producer.owner.closed();
    expect(source.destroyed).toBe(false);

    const cancel = jest.fn();
    producerOf(new ReadableStream({ cancel })).owner.closed();
    expect(cancel).toHaveBeenCalledTimes(1);
  });
});

describe('a target', () => {
  test('gets what is written in order, and says when it has it', async () => {
    const target = new Collector(true);
    const consumer = consumerOf(target);
    consumer.owner.write(Buffer.from('one '));
    consumer.owner.write(Buffer.from('two'));
    await turn();
    expect(target.text).toBe('one ');
    expect(consumer.reached).toBe(0);
    target.callbacks.shift()!();
    await turn();
    expect(consumer.reached).toBe(4);
    target.callbacks.shift()!();
    await turn();
    expect(consumer.reached).toBe(7);
    expect(target.text).toBe('one two');
  });

  test('is ended when native code lets go, after what was written', async () => {
    const target = new Collector(true);
    const finished = jest.fn();
    target.on('finish', finished);
    const consumer = consumerOf(target);
    consumer.owner.write(Buffer.from('x'));
    consumer.owner.closed();
    await turn();
    expect(finished).not.toHaveBeenCalled();
    target.callbacks.shift()!();
    await turn();
    expect(finished).toHaveBeenCalledTimes(1);
  });

  test('is the caller’s again when that is wanted', async () => {
    const target = new Collector();
    const consumer = consumerOf(target, { end: false });
    expect(target.listenerCount('error')).toBe(1);
    consumer.owner.closed();
    await turn();
    expect(target.writableEnded).toBe(false);
    expect(target.listenerCount('error')).toBe(0);
    expect(target.listenerCount('close')).toBe(0);
  });

  test.each<[string, Error, number]>([
    ['an error', new Error('full'), Hresult.STG_E_WRITEFAULT],
    [
      'an HRESULT',
      Object.assign(new Error('full'), { hresult: Hresult.STG_E_MEDIUMFULL }),
      Hresult.STG_E_MEDIUMFULL,
    ],
  ])('that fails with %s says so once', async (_name, error, hresult) => {
    const onError = jest.fn();
    const target = new Collector(true);
    const consumer = consumerOf(target, { onError });
    consumer.owner.write(Buffer.from('x'));
    target.callbacks.shift()!(error);
    await turn();
    expect(consumer.failure).toBe(hresult);
    expect(onError.mock.calls).toEqual([[error]]);
    consumer.owner.write(Buffer.from('y')); // it was on its way already
    consumer.owner.closed();
    await turn();
    expect(onError).toHaveBeenCalledTimes(1);
    expect(target.text).toBe('x');
  });

  test('that goes away while nobody writes fails', async () => {
    const target = new Collector();
    const consumer = consumerOf(target);
    target.destroy();
    await turn();
    expect(consumer.failure).toBe(Hresult.STG_E_WRITEFAULT);
  });

  test('whose end fails is heard of', async () => {
    const onError = jest.fn();
    const target = new Writable({ final: (done) => done(new Error('no room for the end')) });
    consumerOf(target, { onError }).owner.closed();
    await turn();
    expect(onError.mock.calls).toEqual([[expect.objectContaining({ message: 'no room for the end' })]]);
  });

  test('of the web is written, closed, or given back', async () => {
    const written: string[] = [];
    const close = jest.fn();
    const stream = () =>
      new WritableStream<Uint8Array>({
        write: (chunk) => void written.push(Buffer.from(chunk).toString()),
        close,
      });
    const consumer = consumerOf(stream());
    consumer.owner.write(Buffer.from('web'));
    await turn();
    expect(written).toEqual(['web']);
    expect(consumer.reached).toBe(3);
    consumer.owner.closed();
    await turn();
    expect(close).toHaveBeenCalledTimes(1);

    const kept = stream();
    const other = consumerOf(kept, { end: false });
    expect(kept.locked).toBe(true);
    other.owner.closed();
    expect(kept.locked).toBe(false);
    expect(close).toHaveBeenCalledTimes(1);
  });

  test('of the web that fails is heard of', async () => {
    const onError = jest.fn();
    const consumer = consumerOf(
      new WritableStream({
        write: () => {
          throw new Error('broken');
        },
      }),
      { onError },
    );
    consumer.owner.write(Buffer.from('x'));
    await turn();
    expect(consumer.failure).toBe(Hresult.STG_E_WRITEFAULT);
    expect(onError).toHaveBeenCalledTimes(1);
  });
});

describe('a Duplex has both sides', () => {
  test('reading and writing', async () => {
    const { producer, consumer } = ends(new PassThrough());
    producer!.owner.pull();
    consumer!.owner.write(Buffer.from('round'));
    await turn();
    await turn();
    expect(producer!.take().toString()).toBe('round');
    expect(consumer!.reached).toBe(5);
  });

  test('it is ended before it is destroyed', async () => {
    const written: string[] = [];
    const duplex = new Duplex({
      read: () => undefined,
      write: (chunk: Buffer, _encoding, done) => {
        written.push(chunk.toString());
        setImmediate(done);
      },
    });
    const { producer, consumer } = ends(duplex);
    consumer!.owner.write(Buffer.from('last words'));
    producer!.owner.closed();
    consumer!.owner.closed();
    expect(duplex.destroyed).toBe(false);
    await turn();
    await turn();
    expect(written).toEqual(['last words']);
    expect(duplex.writableFinished).toBe(true);
    expect(duplex.destroyed).toBe(true);
  });

  test('one that can only be written any more is a target', () => {
    const side = (options: object) =>
      new Duplex({ read: () => undefined, write: () => undefined, ...options });
    expect(ends(side({ readable: false }))).toMatchObject({ producer: null });
    expect(ends(side({ writable: false }))).toMatchObject({ consumer: null });
  });

  test('a pair of web streams', async () => {
    const { producer, consumer } = ends(new TransformStream<Uint8Array, Uint8Array>());
    producer!.owner.pull();
    consumer!.owner.write(Buffer.from('round'));
    await turn();
    await turn();
    expect(producer!.take().toString()).toBe('round');
  });
});

describe('what cannot be a stream is refused', () => {
  const failed = () => {
    const stream = new Collector();
    stream.on('error', () => undefined);
    stream.destroy(new Error('no disk'));
    return stream;
  };
  const lockedSink = () => {
    const stream = new WritableStream();
    stream.getWriter();
    return stream;
  };
  test.each<[string, () => unknown, RegExp]>([
    ['undefined', () => undefined, /^source cannot be undefined/],
    ['an object', () => ({}), /^source cannot be an object/],
    ['a ComPointer', () => toIStream('x'), /^source cannot be an instance of ComPointer/],
    ['an array of numbers', () => [1], /^source\[0\] must be a string or bytes/],
    ['a destroyed Writable', () => new Collector().destroy(), /^source is a stream that has been destroyed/],
    [
      'an ended Writable',
      () => new Collector().end(),
      /^source cannot be|^source is a stream that has been ended/,
    ],
    ['a failed Writable', failed, /^source is a stream that has failed already/],
    ['a locked WritableStream', lockedSink, /^source is a WritableStream that is locked/],
  ])('%s', (_name, make, message) => {
    const error = thrown(() => toIStream(make() as IStreamSource)) as ImnxportError;
    expect(error).toMatchObject({ code: 'ERR_IMNXPORT_INVALID_ARG' });
    expect(error.message).toMatch(message);
  });

  test('and so are two uses of one stream', () => {
    for (const make of [() => new Collector(), () => Readable.from(['x']), () => new PassThrough()]) {
      const stream = make();
      toIStream(stream as IStreamSource);
      expect(thrown(() => toIStream(stream as IStreamSource))).toMatchObject({
        message: 'source is a stream that has been given away already',
      });
    }
  });

  test.each([
    [{ size: -1 }, 'options.size'],
    [{ end: 1 }, 'options.end'],
    [{ onError: 'x' }, 'options.onError'],
    [{ closes: true }, 'options.closes'],
  ])('options %j', (options, argument) => {
    expect(thrown(() => toIStream('x', options as unknown as IStreamOptions))).toMatchObject({
      code: 'ERR_IMNXPORT_INVALID_ARG',
      argument,
    });
  });

  test('what the addon refuses destroys the source', () => {
    const source = new Readable({ read: () => undefined });
    source.on('error', () => undefined);
    jest.spyOn(addon, 'pipeStream').mockImplementation(() => {
      throw nativeFailure(Hresult.E_OUTOFMEMORY, 'no memory');
    });
    expect(thrown(() => toIStream(source))).toMatchObject({ code: 'ERR_IMNXPORT_OUT_OF_MEMORY' });
    expect(source.destroyed).toBe(true);
  });
});
