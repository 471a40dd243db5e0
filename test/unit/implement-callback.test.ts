// implement(IHTTPMailCallback): which handlers it takes, what they answer, and what becomes of answers that are none.
import { IHTTPMailCallback, IHTTPMailTransport, IStream } from '../../dist/com/guid.js';
import { implement } from '../../dist/com/implement.js';
import type { HttpMailCallback } from '../../dist/com/implement-callback.js';
import { ImplementedObject } from '../../dist/com/implemented-object.js';
import { Hresult } from '../../dist/hresult.js';
import { replaceNative } from '../../dist/native.js';
import { thrown, turn } from '../support/fake.js';
import { FakeAddon, type FakeCallback, nativeFailure } from '../support/fake-native.js';

let addon: FakeAddon;
/** What was thrown on the next tick, for which jest has no place. */
let later: unknown[];
let nextTick: jest.SpyInstance;
beforeEach(() => {
  replaceNative((addon = new FakeAddon()));
  later = [];
  nextTick = jest.spyOn(process, 'nextTick').mockImplementation((run) => {
    later.push(thrown(run as () => void));
  });
});
afterEach(() => nextTick.mockRestore());

function made(handlers: HttpMailCallback): FakeCallback {
  implement(IHTTPMailCallback, handlers);
  return addon.callbacks.at(-1)!;
}

describe('is refused', () => {
  const wrong: [string, () => unknown, string][] = [
    ['another interface', () => implement(IStream as never, {}), 'iface'],
    ['what is no interface', () => implement('x' as never, {}), 'iface'],
    ['no handlers', () => implement(IHTTPMailCallback, undefined as never), 'handlers'],
    [
      'a handler of another type',
      () => implement(IHTTPMailCallback, { onStatus: 5 } as never),
      'handlers.onStatus',
    ],
    [
      'a misspelt handler',
      () => implement(IHTTPMailCallback, { onstatus() {} } as never),
      'handlers.onstatus',
    ],
    ['null options', () => implement(IHTTPMailCallback, {}, null as never), 'options'],
    ['a misspelt option', () => implement(IHTTPMailCallback, {}, { dedline: 5 } as never), 'options.dedline'],
    ['deadline 0', () => implement(IHTTPMailCallback, {}, { deadline: 0 }), 'options.deadline'],
    ['deadline below 0', () => implement(IHTTPMailCallback, {}, { deadline: -1 }), 'options.deadline'],
    ['a broken deadline', () => implement(IHTTPMailCallback, {}, { deadline: 1.5 }), 'options.deadline'],
    ['deadline NaN', () => implement(IHTTPMailCallback, {}, { deadline: NaN }), 'options.deadline'],
    [
      'too long a deadline',
      () => implement(IHTTPMailCallback, {}, { deadline: 2 ** 32 }),
      'options.deadline',
    ],
  ];

  test.each(wrong)('%s', (_name, make, argument) => {
    expect(thrown(make)).toMatchObject({ code: 'ERR_IMNXPORT_INVALID_ARG', argument });
    expect(addon.callbacks).toEqual([]);
  });

  test('by native code', () => {
    addon.refusal = nativeFailure(Hresult.E_OUTOFMEMORY, 'no memory');
    expect(thrown(() => implement(IHTTPMailCallback, {}))).toMatchObject({
      code: 'ERR_IMNXPORT_OUT_OF_MEMORY',
    });
  });
});

test('gives a ComPointer of the interface, with ref and unref', () => {
  const object = implement(IHTTPMailCallback, {});
  expect(object).toBeInstanceOf(ImplementedObject);
  expect(object).toMatchObject({ iid: IHTTPMailCallback.iid, address: 0x4000n });
  expect(object.unref()).toBe(object);
  expect(object.ref()).toBe(object);
  expect(addon.callbacks[0]!.calls).toEqual([['unref'], ['ref']]);
  expect(thrown(() => object.queryInterface(IHTTPMailTransport))).toMatchObject({
    code: 'ERR_IMNXPORT_NOINTERFACE',
  });
});

test.each([
  [undefined, 300_000],
  [1, 1],
  [0xffff_fffe, 0xffff_fffe],
  [Infinity, 0xffff_ffff],
])('deadline %p is %p for native code', (deadline, expected) => {
  implement(IHTTPMailCallback, {}, { deadline });
  expect(addon.callbacks[0]!.deadline).toBe(expected);
});

test('a class may have more than handlers', () => {
  class Handlers implements HttpMailCallback {
    told: unknown[] = [];
    onStatus(status: unknown): void {
      this.told.push(status);
    }
  }
  const handlers = new Handlers();
  made(handlers).handlers.status({ status: 3 });
  expect(handlers.told).toEqual([{ status: 3 }]);
});

describe('what is told', () => {
  test.each(['Response', 'Status', 'Error', 'Command'] as const)('goes to on%s', (name) => {
    const told: unknown[] = [];
    const native = made({ [`on${name}`]: (info: unknown) => told.push(info) });
    native.handlers[name.toLowerCase() as 'response']({ a: 1 });
    expect(told).toEqual([{ a: 1 }]);
  });

  test('goes nowhere without a handler', () => {
    const { handlers } = made({});
    for (const name of ['response', 'status', 'error', 'command'] as const) handlers[name]({});
    expect(later).toEqual([]);
  });

  test('to a handler that throws is an uncaught exception', () => {
    const { handlers } = made({
      onStatus() {
        throw new Error('on purpose');
      },
    });
    handlers.status({});
    expect(later).toMatchObject([{ message: 'on purpose' }]);
  });
});

describe('a question', () => {
  const rows = [
    ['timeout', 'onTimeout', 60, [60n, null, null]],
    ['timeout', 'onTimeout', 0, [0n, null, null]],
    ['prompt', 'onPrompt', 6, [6n, null, null]],
    ['window', 'getParentWindow', 0x7000n, [0x7000n, null, null]],
    ['logon', 'onLogonPrompt', { user: 'u', password: 'p' }, [0n, 'u', 'p']],
    ['logon', 'onLogonPrompt', { user: '', password: '' }, [0n, '', '']],
  ] as const;

  test.each(rows)('%s is answered by %s with %p', (name, handler, answer, expected) => {
    const asked: unknown[] = [];
    const native = made({
      [handler]: (question: unknown) => {
        asked.push(question);
        return answer;
      },
    });
    const token = native.ask(name, { a: 1 });
    expect(asked).toEqual([{ a: 1, signal: expect.any(AbortSignal) as unknown }]);
    expect(native.calls).toEqual([['answer', token, ...expected]]);
  });

  test.each(rows)('%s is answered by a promise of %s', async (name, handler, answer, expected) => {
    const native = made({ [handler]: () => Promise.resolve(answer) });
    const token = native.ask(name, {});
    expect(native.calls).toEqual([]);
    await turn();
    expect(native.calls).toEqual([['answer', token, ...expected]]);
  });

  const declines = [
    ['timeout', 'onTimeout'],
    ['prompt', 'onPrompt'],
    ['window', 'getParentWindow'],
    ['logon', 'onLogonPrompt'],
  ] as const;

  test.each(declines)('%s is declined without %s', (name) => {
    const native = made({});
    expect(native.calls).toEqual([]);
    const token = native.ask(name, {});
    expect(native.calls).toEqual([['decline', token]]);
  });

  test.each(declines)('%s is declined by null from %s, now or later', async (name, handler) => {
    const native = made({ [handler]: () => null });
    const first = native.ask(name, {});
    const other = made({ [handler]: () => Promise.resolve(null) });
    const second = other.ask(name, {});
    await turn();
    expect([native.calls, other.calls]).toEqual([[['decline', first]], [['decline', second]]]);
  });

  test.each([
    ['throws', () => thrower('on purpose')],
    ['rejects', () => Promise.reject(new Error('on purpose'))],
  ])('is declined when the handler %s, which is an uncaught exception', async (_name, onPrompt) => {
    const native = made({ onPrompt });
    const token = native.ask('prompt', {});
    await turn();
    expect(native.calls).toEqual([['decline', token]]);
    expect(later).toMatchObject([{ message: 'on purpose' }]);
  });

  test.each([
    ['timeout', 'onTimeout', undefined, 'onTimeout must be a number, not undefined'],
    ['timeout', 'onTimeout', -1, 'onTimeout must be an integer from 0'],
    ['timeout', 'onTimeout', '5', 'onTimeout must be a number, not a string'],
    ['prompt', 'onPrompt', 2 ** 31, 'onPrompt must be an integer from 0 to 2147483647'],
    ['window', 'getParentWindow', 5, 'getParentWindow must be an HWND, a bigint, not a number'],
    ['window', 'getParentWindow', -1n, 'getParentWindow must be an HWND'],
    ['logon', 'onLogonPrompt', 'u', 'onLogonPrompt must be an object, not a string'],
    ['logon', 'onLogonPrompt', { user: 'u' }, 'onLogonPrompt.password must be a string, not undefined'],
    [
      'logon',
      'onLogonPrompt',
      { user: 'a\n', password: '' },
      'onLogonPrompt.user contains a control character',
    ],
  ] as const)('%s is declined when %s answers %p, which is an error', (name, handler, answer, message) => {
    const native = made({ [handler]: () => answer });
    const token = native.ask(name, {});
    expect(native.calls).toEqual([['decline', token]]);
    expect(later).toMatchObject([{ code: 'ERR_IMNXPORT_INVALID_ARG' }]);
    expect((later[0] as Error).message).toContain(message);
  });

  test('is declined when native code refuses the answer', () => {
    const native = made({ onLogonPrompt: () => ({ user: 'x'.repeat(256), password: '' }) });
    native.refusal = nativeFailure(Hresult.E_INVALIDARG, 'user is longer than 255 bytes', 'user');
    const token = native.ask('logon', {});
    expect(native.calls).toEqual([['decline', token]]);
    expect(later).toMatchObject([{ code: 'ERR_IMNXPORT_INVALID_ARG', argument: 'user' }]);
  });

  test('that nobody waits for any more aborts its signal, once answered it does not', () => {
    const signals: AbortSignal[] = [];
    const native = made({
      onPrompt: ({ signal }) => {
        signals.push(signal);
        return signals.length === 1 ? new Promise(() => undefined) : 1;
      },
    });
    for (const token of [native.ask('prompt', {}), native.ask('prompt', {})]) native.handlers.expired(token);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  });

  test('here is answered at once, and by a promise not at all, with one warning', async () => {
    const warnings = jest.spyOn(process, 'emitWarning').mockImplementation();
    const native = made({ onPrompt: () => 1, onTimeout: () => Promise.resolve(5) });
    const first = native.ask('prompt', {}, true);
    const second = native.ask('timeout', {}, true);
    const third = native.ask('timeout', {}, true);
    expect(native.calls).toEqual([
      ['answer', first, 1n, null, null],
      ['decline', second],
      ['decline', third],
    ]);
    const other = made({ onTimeout: () => Promise.reject(new Error('ignored')) });
    other.ask('timeout', {}, true);
    await turn();
    expect(later).toEqual([]);
    expect(native.calls).toHaveLength(3);
    expect(warnings.mock.calls).toEqual([
      [
        expect.stringMatching(/^onTimeout was called on the JavaScript thread/),
        { type: 'ImnxportWarning', code: 'IMNXPORT_PROMISE_IGNORED' },
      ],
    ]);
    warnings.mockRestore();
  });
});

function thrower(message: string): never {
  throw new Error(message);
}
