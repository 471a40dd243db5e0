// The transport of a case: each method of the interface, carried out in the process of the provider and taken down.
import type { Bench, BenchObject } from './bench.js';
import type { HostCallback } from './host-callback.js';
import type { Argument, ObjectId, Reply, ServerFields } from './messages.js';
import { hresultText, IIDS, type InterfaceName, type State, STATES, statusName, typeName } from './names.js';

/** What GetServerInfo told, but for what is 0 or empty; null: it failed. */
export type ServerInfo = Record<string, string | number | boolean> | null;

/** An argument as it is shown. */
function shown(value: Argument | undefined): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'string')
    return JSON.stringify(value.length > 100 ? `${value.slice(0, 100)}…` : value);
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return `[${value.map(shown).join(', ')}]`;
  if ('server' in value) {
    const members = Object.entries(value.server).map(
      ([name, member]) => `${name} ${shown(member as Argument)}`,
    );
    return `{ ${members.join(', ')} }`;
  }
  return 'bytes' in value ? JSON.stringify(value.bytes) : '…';
}

export class TestedTransport implements BenchObject {
  readonly #bench: Bench;
  /** The one of the last successful InitNew. */
  #callback: HostCallback | null = null;

  constructor(
    bench: Bench,
    readonly id: ObjectId,
    readonly name: string,
  ) {
    this.#bench = bench;
  }

  /** The HRESULT by its name, as of all methods here that do not say otherwise. */
  async InitNew(agent: string | null, log: string | null, callback: HostCallback | null): Promise<string> {
    const result = await this.#hresult('InitNew', [agent, log, callback]);
    if (result === 'S_OK') this.#callback = callback;
    return result;
  }

  /** InitNew without which the case makes no sense; throws when it fails. */
  async mustInitNew(
    callback: HostCallback,
    agent = 'imnxport-conformance/1',
    log: string | null = null,
  ): Promise<void> {
    const result = await this.InitNew(agent, log, callback);
    if (result !== 'S_OK') throw new Error(`InitNew answered ${result}`);
  }

  async CommandPOST(
    url: string | null,
    stream: BenchObject | null,
    contentType: string | null = null,
    context = 0,
  ): Promise<string> {
    const result = await this.#hresult('CommandPOST', [url, stream, contentType, context]);
    if (result === 'S_OK' && this.#callback) this.#bench.expectEnd(this.#callback);
    return result;
  }

  /** CommandPOST without which the case makes no sense; throws when it fails. */
  async mustPost(
    url: string,
    stream: BenchObject,
    contentType: string | null = null,
    context = 0,
  ): Promise<void> {
    const result = await this.CommandPOST(url, stream, contentType, context);
    if (result !== 'S_OK') throw new Error(`CommandPOST answered ${result}`);
  }

  Connect(server: ServerFields | null, logging = false): Promise<string> {
    return this.#hresult('Connect', [server && { server }, true, logging]);
  }

  /** Connect without which the case makes no sense; throws when it fails. */
  async mustConnect(server: ServerFields, logging = false): Promise<void> {
    const result = await this.Connect(server, logging);
    if (result !== 'S_OK') throw new Error(`Connect answered ${result}`);
  }

  Disconnect(): Promise<string> {
    return this.#hresult('Disconnect', []);
  }

  DropConnection(): Promise<string> {
    return this.#hresult('DropConnection', []);
  }

  HandsOffCallback(): Promise<string> {
    this.#letGo();
    return this.#hresult('HandsOffCallback', []);
  }

  /** A name, or the number of a state that there is not. */
  IsState(state: State | number): Promise<string> {
    const value = typeof state === 'number' ? state : STATES.indexOf(state);
    return this.#hresult('IsState', [value], [typeof state === 'number' ? String(state) : state]);
  }

  /** The type by its name. */
  async GetIXPType(): Promise<string> {
    let type = '';
    await this.#bench.call(this, 'GetIXPType', [], [], ({ value }) => (type = typeName(value!)));
    return type;
  }

  /** With NULL when `out` is false. `status` is a name; null: nothing was told. */
  async GetStatus(out = true): Promise<{ result: string; status: string | null }> {
    const { result, told } = await this.#told('GetStatus', [], out);
    return { result, status: typeof told === 'number' ? statusName(told) : null };
  }

  /** With NULL when `out` is false. */
  async GetServerInfo(out = true): Promise<{ result: string; server: ServerInfo }> {
    const { result, told } = await this.#told('GetServerInfo', [], out);
    return { result, server: (told as ServerInfo | undefined) ?? null };
  }

  /** Any other method, with its arguments in their order; an object among them is one of the bench. */
  other(method: string, args: (Argument | BenchObject)[]): Promise<string> {
    return this.#hresult(method, args);
  }

  /** IUnknown. The count is what the method returned. */
  async AddRef(): Promise<number> {
    return this.#count('addRef', 'AddRef');
  }

  /** Gives back one reference; after the last one the object must not be used any more. */
  async Release(): Promise<number> {
    const left = await this.#count('release', 'Release');
    if (left === 0) this.#letGo();
    return left;
  }

  /** The reference of the case will be released from inside a callback; afterwards nothing may be called. */
  async givenAway(): Promise<void> {
    await this.#bench.ask({ do: 'givenAway', object: this.id }, 'giving a reference away');
  }

  /**
   * QueryInterface. What was found is an object of its own with one reference; `cleared`: NULL was left, as it has to
   * be when nothing is found.
   */
  async QueryInterface(
    name: InterfaceName,
  ): Promise<{ result: string; found: TestedTransport | null; cleared: boolean }> {
    const during = `QueryInterface(${name})`;
    const request = { do: 'query', object: this.id, iid: IIDS[name] } as const;
    const { value, object, same } = await this.#bench.ask(request, during);
    const result = hresultText(value!);
    this.#bench.note(this, 'QueryInterface', [name], result);
    const found = object === undefined ? null : new TestedTransport(this.#bench, object, this.name);
    return { result, found, cleared: same ?? false };
  }

  #letGo(): void {
    if (this.#callback) this.#bench.expectNoEnd(this.#callback);
    this.#callback = null;
  }

  async #hresult(method: string, args: (Argument | BenchObject)[], texts?: string[]): Promise<string> {
    let result = '';
    await this.#call(method, args, ({ value }) => (result = hresultText(value!)), texts);
    return result;
  }

  async #told(method: string, args: Argument[], out: boolean): Promise<{ result: string; told: unknown }> {
    let result = '';
    const reply = await this.#call(method, [...args, out ? { out: true } : null], ({ value, out: told }) => {
      result = hresultText(value!);
      return told === undefined ? result : `${result}: ${toldText(told)}`;
    });
    return { result, told: reply.out };
  }

  #call(
    method: string,
    args: (Argument | BenchObject)[],
    text: (reply: Reply) => string,
    texts?: string[],
  ): Promise<Reply> {
    const isObject = (arg: Argument | BenchObject): arg is BenchObject =>
      typeof arg === 'object' && arg !== null && 'id' in arg;
    const sent = args.map((arg): Argument => (isObject(arg) ? { object: arg.id } : arg));
    const names = texts ?? args.map((arg) => (isObject(arg) ? arg.name : shown(arg)));
    return this.#bench.call(this, method, sent, names, text);
  }

  async #count(action: 'addRef' | 'release', method: string): Promise<number> {
    const { value } = await this.#bench.ask({ do: action, object: this.id }, `${method}()`);
    this.#bench.note(this, method, [], String(value));
    return value!;
  }
}

function toldText(told: unknown): string {
  if (typeof told === 'number') return statusName(told);
  return JSON.stringify(told);
}
