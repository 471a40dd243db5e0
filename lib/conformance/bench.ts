// What a case works with: a provider's transports, callbacks and streams, a server, and the record of it all.
import { withoutAddresses } from './addresses.js';
import { CaseServer, CREATED } from './case-server.js';
import { HostCallback } from './host-callback.js';
import type {
  Argument,
  CallbackEvent,
  CallbackScript,
  ObjectId,
  Reply,
  Request,
  StreamScript,
} from './messages.js';
import type { Fact, Facts, Outcome, Step } from './outcome.js';
import type { ProviderProcess } from './provider-process.js';
import type { RawAnswer } from './server.js';
import { TestedTransport } from './tested-transport.js';

/** An object of a case, by its number in the process and the name that it has in reports. */
export interface BenchObject {
  readonly id: ObjectId;
  readonly name: string;
}

/** What most cases begin with. */
export interface Started {
  transport: TestedTransport;
  callback: HostCallback;
  server: CaseServer;
}

/** What cases say that they are. */
export const USER_AGENT = 'imnxport-conformance/1';
export const MESSAGE = 'Subject: conformance\r\n\r\nHello.\r\n';

export class Bench {
  readonly #process: ProviderProcess;
  readonly #began = performance.now();
  readonly #facts: Facts = {};
  readonly #steps: Step[] = [];
  readonly #servers: CaseServer[] = [];
  readonly #origins: string[] = [];
  /** Texts that differ from run to run, and what stands for them. */
  readonly #hidden: [text: string, name: string][] = [];
  /** Commands that were accepted, by the callback that will hear of their end. */
  readonly #accepted = new Map<HostCallback, number>();
  readonly #callbacks = new Map<ObjectId, HostCallback>();
  readonly #made = new Map<string, number>();
  /** Transports, by their number in the process. */
  readonly #names = new Map<ObjectId, string>();
  /** Threads of the provider's process, in the order in which they were first seen in a callback. */
  readonly #threads: number[] = [];
  #initThread: number | undefined;

  constructor(process: ProviderProcess) {
    this.#process = process;
    process.onEvent = (event) => this.#called(event);
  }

  /** Notes what the case looks at. */
  see(name: string, fact: Fact): void {
    this.#facts[name] = typeof fact === 'string' ? this.text(fact) : fact;
  }

  /** A server; its answers are for the requests in their order, see CaseServer. */
  async server(answers: readonly RawAnswer[] = []): Promise<CaseServer> {
    const server = await CaseServer.start(answers, () => this.#process.look());
    this.#servers.push(server);
    this.#origins.push(server.origin);
    return server;
  }

  /** A new transport, before InitNew. */
  async transport(): Promise<TestedTransport> {
    const name = this.#named('transport');
    const { object } = await this.ask({ do: 'open' }, `making ${name}`);
    this.#names.set(object!, name);
    return new TestedTransport(this, object!, name);
  }

  /** A callback of the host. */
  async callback(script: CallbackScript = {}): Promise<HostCallback> {
    const name = this.#named('callback');
    const { object } = await this.ask({ do: 'callback', script }, `making ${name}`);
    const callback = new HostCallback(this, object!, name);
    this.#callbacks.set(callback.id, callback);
    return callback;
  }

  /** A stream over bytes. */
  async stream(
    bytes: string | Uint8Array = MESSAGE,
    script: Omit<StreamScript, 'bytes'> = {},
  ): Promise<BenchObject> {
    const name = this.#named('stream');
    const { object } = await this.ask(
      { do: 'stream', script: { ...script, bytes: Buffer.from(bytes) } },
      `making ${name}`,
    );
    return { id: object!, name };
  }

  /** A server, and a transport after a successful InitNew. */
  async start(answers: readonly RawAnswer[] = [], script: CallbackScript = {}): Promise<Started> {
    const server = await this.server(answers);
    const transport = await this.transport();
    const callback = await this.callback(script);
    await transport.mustInitNew(callback);
    return { transport, callback, server };
  }

  /** How many references an object has, the one of the case included. */
  async references(object: BenchObject): Promise<number> {
    return (await this.ask({ do: 'references', object: object.id }, `counting ${object.name}`)).value!;
  }

  /** Whether two objects are one pointer. */
  async samePointer(one: BenchObject, other: BenchObject): Promise<boolean> {
    const { same } = await this.ask({ do: 'same', object: one.id, other: other.id }, 'comparing pointers');
    return same!;
  }

  /** Waits until only the reference of the case is left on an object; false: some are still there after a while. */
  async givenBack(object: BenchObject): Promise<boolean> {
    const until = performance.now() + PATIENCE;
    // There is nobody who would tell: it can only be asked again and again.
    while ((await this.references(object)) > 1) {
      if (performance.now() > until) return false;
      await new Promise((resolve) => setImmediate(resolve));
    }
    return true;
  }

  /** An answer that the server gives only when it is let go; `reached` settles when the request for it is there. */
  held(answer = CREATED): { answer: RawAnswer; reached: () => Promise<true>; letGo: () => void } {
    let begun = false;
    let letGo = (): void => undefined;
    const gate = new Promise<void>((resolve) => (letGo = resolve));
    return {
      letGo,
      reached: () => this.until(() => begun || undefined, 'waiting for the request'),
      answer: async (_request, connection) => {
        begun = true;
        this.#process.look();
        await gate;
        connection.write(answer);
      },
    };
  }

  /** Waits until `check` gives something; see ProviderProcess.until. */
  until<T>(check: () => T | undefined, during: string): Promise<T> {
    return this.#process.until(check, during);
  }

  /**
   * Time for what must not come: a call that a transport makes although it must not cannot be waited for. Short,
   * because those that do it do it at once.
   */
  async grace(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, GRACE));
  }

  /** Carries out a call and takes it down. */
  async call(
    object: BenchObject,
    method: string,
    args: Argument[],
    shown: string[],
    text: (reply: Reply) => string,
  ) {
    const step: Step = {
      kind: 'call',
      at: this.#now(),
      method: this.#qualified(object.name, method),
      arguments: shown.map((each) => this.text(each)),
      result: null,
    };
    this.#steps.push(step);
    const during = `${step.method}(${step.arguments.join(', ')})`;
    const reply = await this.ask({ do: 'call', object: object.id, method, arguments: args }, during);
    step.result = this.text(text(reply));
    if (method === 'InitNew' && reply.thread !== undefined) this.#initThread ??= reply.thread;
    return reply;
  }

  /** Has something done in the process of the provider without taking it down. */
  ask(request: Request, during: string): Promise<Reply> {
    return this.#process.ask(request, during);
  }

  /** Takes down a call that is not one of the transport's own methods. */
  note(object: BenchObject, method: string, shown: string[], result: string): void {
    this.#steps.push({
      kind: 'call',
      at: this.#now(),
      method: this.#qualified(object.name, method),
      arguments: shown,
      result,
    });
  }

  /** Has a name stand for a text that differs from run to run, in all that is recorded from now on. */
  hide(text: string, name: string): void {
    // As it is, and as it stands in a text between quotation marks.
    this.#hidden.push([text, name], [JSON.stringify(text).slice(1, -1), name]);
  }

  /** A command was accepted whose end this callback will hear of. */
  expectEnd(callback: HostCallback): void {
    this.#accepted.set(callback, (this.#accepted.get(callback) ?? 0) + 1);
  }

  /** This callback will hear of no more ends. */
  expectNoEnd(callback: HostCallback): void {
    this.#accepted.delete(callback);
  }

  /**
   * Waits a little for the ends of commands for which the case has not waited, so that what is recorded does not
   * depend on who is faster. They need not come: nobody may have promised them.
   */
  async #ends(): Promise<void> {
    const missing = (): boolean =>
      [...this.#accepted].some(([callback, accepted]) => callback.finals().length < accepted);
    const until = performance.now() + PATIENCE;
    while (missing() && performance.now() < until) {
      await this.ask({ do: 'settle' }, 'waiting for the callbacks');
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** A text in which the addresses of the servers are replaced: the ports differ from run to run. */
  text(text: string): string {
    const shown = this.#hidden.reduce((result, [hidden, name]) => result.replaceAll(hidden, name), text);
    return withoutAddresses(shown, this.#origins);
  }

  /** Ends the case: lets go of all objects; transports let go of their callbacks first. */
  async forget(): Promise<void> {
    await this.#ends();
    await this.ask({ do: 'forget' }, 'letting go of the objects of the case');
  }

  /** What was recorded so far; closes the servers. */
  async record(): Promise<Omit<Outcome, 'end'>> {
    this.#process.onEvent = () => undefined;
    const connections = this.#servers.flatMap((server) => server.recorded(this.#began));
    for (const server of this.#servers.splice(0)) await server.close();
    return { facts: this.#facts, steps: this.#steps, servers: this.#origins, connections };
  }

  #called({ object, method, thread, fields, answer }: CallbackEvent): void {
    const callback = this.#callbacks.get(object);
    if (callback === undefined) return;
    const shown = Object.entries(fields).map(([name, value]): [string, Fact] => {
      if (name === 'pTransport') return [name, this.#names.get(Number(value)) ?? 'something else'];
      return [name, typeof value === 'string' ? this.text(value) : value];
    });
    const step: Step = {
      kind: 'callback',
      at: this.#now(),
      method: this.#qualified(callback.name, method),
      thread: this.#threadText(thread),
      fields: Object.fromEntries(shown),
      answer,
    };
    this.#steps.push(step);
    callback.take({ ...step, method });
  }

  #threadText(thread: number): string {
    if (thread === this.#initThread) return 'the thread of InitNew';
    if (!this.#threads.includes(thread)) this.#threads.push(thread);
    const index = this.#threads.indexOf(thread);
    return index === 0 ? 'another thread' : `another thread (${index + 1})`;
  }

  /** The first object of a kind needs no number, and no name in front of its methods. */
  #named(kind: string): string {
    const count = (this.#made.get(kind) ?? 0) + 1;
    this.#made.set(kind, count);
    return count === 1 ? kind : `${kind} ${count}`;
  }

  #qualified(name: string, method: string): string {
    return name === 'transport' || name === 'callback' ? method : `${name}: ${method}`;
  }

  #now(): number {
    return performance.now() - this.#began;
  }
}

/** Milliseconds for what must not come. */
const GRACE = 150;
/** Milliseconds for what should come: in vain only when it does not. */
const PATIENCE = 1000;
