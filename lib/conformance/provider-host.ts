// The objects of a case in the process of the provider: transports, callbacks and streams on the thread of a bench.
import { ComTransport } from '../com/com-transport.js';
import { CLSID_IHTTPMailTransport } from '../com/guid.js';
import { ImnxportError } from '../errors.js';
import { Hresult } from '../hresult.js';
import { native, type NativeBench, type NativeHeard } from '../native.js';
import type { Argument, CallbackEvent, Problem, Provider, Reply, Request, StreamScript } from './messages.js';
import { hresultText, statusName } from './names.js';

/** An object, by the number that the runner knows it by. */
interface Held {
  kind: 'transport' | 'callback' | 'stream';
  address: bigint;
  /** References of the case. */
  count: number;
}

export class ProviderHost {
  readonly #provider: Provider;
  readonly #hear: (event: CallbackEvent) => void;
  readonly #objects = new Map<number, Held>();
  /** Those of a case, released ones too: what a callback is given may be one. */
  readonly #numbers = new Map<bigint, number>();
  #bench: NativeBench | undefined;
  #thread: number | undefined;
  #made = 0;

  constructor(provider: Provider, hear: (event: CallbackEvent) => void) {
    this.#provider = provider;
    this.#hear = hear;
  }

  /** Does something; what the callbacks heard meanwhile has been told when it settles. */
  async answer(request: Request): Promise<Reply> {
    const reply = this.#carryOut(request);
    await new Promise<void>((resolve) => this.#open().settled(resolve));
    return reply;
  }

  /** What a failure is to the runner. */
  static problem(error: unknown): Problem {
    const { message } = error as Error;
    return ImnxportError.is(error)
      ? { code: error.code, message, hresult: error.hresult }
      : { code: 'ERR_IMNXPORT_PROVIDER_FAILED', message, hresult: null };
  }

  #carryOut(request: Request): Reply {
    const bench = this.#open();
    switch (request.do) {
      case 'open':
        return { object: this.#keep('transport', this.#transport()) };
      case 'call': {
        const held = this.#held(request.object);
        const out: { value?: unknown } = {};
        const args = request.arguments.map((argument) => this.#value(argument, out));
        const com = new ComTransport(bench.com(held.address));
        const methods = com as unknown as Record<string, (...args: unknown[]) => number>;
        const value = methods[request.method]!(...args);
        return {
          value,
          ...('value' in out && { out: toldBy(out.value) }),
          thread: (this.#thread ??= bench.thread()),
        };
      }
      case 'callback': {
        const number = ++this.#made;
        this.#objects.set(number, {
          kind: 'callback',
          address: bench.callback(number, request.script),
          count: 1,
        });
        return { object: number };
      }
      case 'stream':
        return { object: this.#keep('stream', bench.stream(nativeStream(request.script))) };
      case 'addRef': {
        const held = this.#held(request.object);
        held.count++;
        return { value: bench.addRef(held.address) };
      }
      case 'release': {
        const held = this.#held(request.object);
        if (--held.count === 0) this.#objects.delete(request.object);
        return { value: bench.release(held.address) };
      }
      case 'givenAway': {
        const held = this.#held(request.object);
        if (--held.count === 0) this.#objects.delete(request.object);
        return {};
      }
      case 'query': {
        const { hresult, object } = bench.queryInterface(this.#held(request.object).address, request.iid);
        // A pointer that comes with a failure is not one to be released.
        if (object === null || hresult >= 0x8000_0000) return { value: hresult, same: object === null };
        return { value: hresult, object: this.#keep('transport', object) };
      }
      case 'same':
        return { same: this.#held(request.object).address === this.#held(request.other).address };
      case 'references': {
        const { address } = this.#held(request.object);
        bench.addRef(address);
        return { value: bench.release(address) };
      }
      case 'settle':
        return {};
      case 'forget':
        this.#forget(bench);
        return {};
    }
  }

  /** Made with the first request: what goes wrong there is an answer. */
  #open(): NativeBench {
    return (this.#bench ??= native().createBench(sourceOf(this.#provider), (number, call) =>
      this.#heard(number, call),
    ));
  }

  #transport(): bigint {
    const opened = this.#open().open();
    if (typeof opened === 'bigint') return opened;
    const codes = {
      notFound: 'ERR_IMNXPORT_PROVIDER_NOT_FOUND',
      bitness: 'ERR_IMNXPORT_PROVIDER_BITNESS',
      failed: 'ERR_IMNXPORT_PROVIDER_FAILED',
    } as const;
    const { problem, hresult, text } = opened;
    const name = hresultText(hresult);
    const named = name.startsWith('0x') && text.includes(name) ? text : `${text} (${name})`;
    throw new ImnxportError(named, { hresult, code: codes[problem] });
  }

  #keep(kind: Held['kind'], address: bigint): number {
    this.#objects.set(++this.#made, { kind, address, count: 1 });
    this.#numbers.set(address, this.#made);
    return this.#made;
  }

  #held(object: number): Held {
    const held = this.#objects.get(object);
    if (held === undefined)
      throw new ImnxportError('The object was released', { hresult: Hresult.E_UNEXPECTED });
    return held;
  }

  /** An argument as ComTransport takes it; `out` is what comes back. */
  #value(argument: Argument, out: { value?: unknown }): unknown {
    if (argument === null || typeof argument !== 'object' || Array.isArray(argument)) return argument;
    if ('object' in argument) return this.#held(argument.object).address;
    if ('bytes' in argument) return Buffer.from(argument.bytes);
    if ('server' in argument) return renamed(argument.server, MEMBERS);
    return out;
  }

  #heard(number: number, { method, thread, fields, answer }: NativeHeard): void {
    const entries = Object.entries(fields).map(
      ([name, value]) => [name, this.#fieldText(name, value)] as const,
    );
    this.#hear({
      object: number,
      method,
      thread,
      fields: Object.fromEntries(entries),
      answer: method === 'OnPrompt' ? String(answer) : hresultText(answer),
    });
  }

  /** HRESULTs and enumerations by their names, a transport by its number. */
  #fieldText(name: string, value: NativeHeard['fields'][string]): CallbackEvent['fields'][string] {
    if (typeof value === 'number' && /^hr/.test(name)) return hresultText(value);
    if (typeof value === 'number' && name === 'ixpstatus') return statusName(value);
    if (typeof value === 'number' && name === 'cmdtype') return ['CMD_SEND', 'CMD_RESP'][value] ?? value;
    if (typeof value === 'string' && name === 'pTransport') return this.#numbers.get(BigInt(value)) ?? null;
    return value;
  }

  /** Transports first: they have to let go of the callbacks and streams. */
  #forget(bench: NativeBench): void {
    const all = [...this.#objects.values()];
    this.#objects.clear();
    this.#numbers.clear();
    for (const { kind, address } of all) {
      if (kind === 'transport') new ComTransport(bench.com(address)).HandsOffCallback();
    }
    for (const kind of ['transport', 'callback', 'stream'] as const) {
      for (const held of all.filter((each) => each.kind === kind)) {
        for (; held.count > 0; held.count--) bench.release(held.address);
      }
    }
  }
}

/** Members of INETSERVER: by the names of the documentation, and by those of InetServer. */
const MEMBERS = {
  szAccount: 'account',
  szUserName: 'userName',
  szPassword: 'password',
  szServerName: 'serverName',
  dwPort: 'port',
  fSSL: 'ssl',
  dwTimeout: 'timeout',
} as const;
const DOCUMENTED = Object.fromEntries(Object.entries(MEMBERS).map(([name, other]) => [other, name]));

/** The members that have another name in the table, under that name. */
function renamed(object: object, names: Readonly<Record<string, string>>): Record<string, unknown> {
  const entries = Object.entries(object).flatMap(([name, value]: [string, unknown]) => {
    const other = names[name];
    return other === undefined ? [] : [[other, value] as const];
  });
  return Object.fromEntries(entries);
}

/** What came back in an out-parameter: a number, or a server. */
function toldBy(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? renamed(value, DOCUMENTED) : value;
}

function sourceOf(provider: Provider): 'builtin' | { clsid: string; dll: string | null } {
  if (provider === 'builtin') return 'builtin';
  if (provider === 'inetcomm') return { clsid: CLSID_IHTTPMailTransport, dll: null };
  if ('dll' in provider) return { clsid: provider.clsid ?? CLSID_IHTTPMailTransport, dll: provider.dll };
  return { clsid: provider.clsid, dll: null };
}

function nativeStream({ size, stat, failAt, ...rest }: StreamScript) {
  const count = (value: number | undefined): bigint | null => (value === undefined ? null : BigInt(value));
  return { ...rest, size: count(size), stat: count(stat), failAt: count(failAt) };
}
