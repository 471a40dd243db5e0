// A server on bare sockets that plays faults, and keeps a ledger of what came: it reads the framing by itself.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { End, Plan } from './plan.js';

/** One request, as far as it came. */
export interface Entry {
  /** Bytes of the entity. */
  bytes: number;
  /** The entity came to the end that its framing announces. */
  whole: boolean;
  /** Every byte of it is the message's at that place. */
  right: boolean;
  /** The status of the answer, once all of it was written; 0: none. */
  answered: number;
  /** Whether it was whole when it was answered. */
  wholeWhenAnswered: boolean;
  /** The server keeps it, whether it says so or not. */
  stored: boolean;
  /** The server cut the connection after a success that it had given before the entity was whole. */
  brokeItsWord: boolean;
  /** The entity in the connection was not to be understood. */
  broken: string | null;
}

/** What the ledger knows of a message. */
export interface Account {
  readonly content: Buffer;
  /** What to do with its requests, one after another; with later ones: as with the last. */
  readonly plans: readonly Plan[];
  readonly entries: Entry[];
  /** Told whenever more of a request is there. */
  reached: (entry: Entry) => void;
}

/** Answers that ask for the entity once more (behaviour 6.1, 6.3, 6.5): it may, and has to, come again. */
export function asksAgain(entry: Entry): boolean {
  return [401, 301, 302, 307, 308, 417].includes(entry.answered);
}

export class Ledger {
  readonly accounts = new Map<string, Account>();
  /** Requests that belong to no message; there should be none. */
  strangers = 0;
  readonly #servers: Server[] = [];
  readonly #connections = new Set<Connection>();
  /** Another origin than the first. */
  origins: string[] = [];

  async listen(): Promise<void> {
    for (let i = 0; i < 2; i++) {
      const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
        const connection = new Connection(socket, this, this.#connections);
        this.#connections.add(connection);
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      this.#servers.push(server);
      this.origins.push(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    }
  }

  /** Until everything that was sent has been read: no request is half there. */
  async settled(): Promise<void> {
    for (const connection of this.#connections) await connection.quiet();
  }

  async close(): Promise<void> {
    for (const connection of this.#connections) connection.destroy();
    await Promise.all(this.#servers.map((server) => once(server.close(), 'close')));
  }
}

type Framing = { kind: 'length'; left: number } | { kind: 'size' | 'data' | 'gap' | 'trailer'; left: number };

class Connection {
  readonly #socket: Socket;
  readonly #ledger: Ledger;
  #had: Buffer = Buffer.alloc(0);
  #entry: Entry | null = null;
  #account: Account | null = null;
  #plan: Plan | null = null;
  #framing: Framing | null = null;
  #resetWhenUsed = false;
  #over = false;
  #closed: Promise<unknown>;
  /** Resolves when no request is under way. */
  #idle: (() => void)[] = [];

  constructor(socket: Socket, ledger: Ledger, all: Set<Connection>) {
    this.#socket = socket;
    this.#ledger = ledger;
    this.#closed = new Promise((resolve) => socket.once('close', resolve));
    void this.#closed.then(() => {
      this.#over = true;
      all.delete(this);
      this.#becomeIdle();
    });
    socket.on('error', () => undefined);
    socket.on('end', () => socket.end());
    socket.on('data', (data) => this.#take(data));
  }

  quiet(): Promise<unknown> {
    if (this.#socket.destroyed || (this.#entry === null && this.#had.length === 0)) return Promise.resolve();
    return new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** After a FIN everything is still read, and counts as having come: a reset could overtake what was said before it. */
  cut(how: End): void {
    if (this.#over) return;
    this.#over = true;
    if (how === 'reset') this.#socket.resetAndDestroy();
    else this.#socket.end();
  }

  #becomeIdle(): void {
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  #take(data: Buffer): void {
    const reset = this.#resetWhenUsed;
    this.#had = this.#had.length > 0 ? Buffer.concat([this.#had, data]) : data;
    // All that is there is looked at, whatever is done then: what has come has come.
    while (this.#step());
    if (this.#entry) this.#account!.reached(this.#entry);
    if (this.#over || reset) this.#leave();
    else this.#act();
    if (reset) this.cut('reset');
    const slow = this.#plan?.slow ?? 0;
    if (slow > 0 && !this.#over) {
      this.#socket.pause();
      setTimeout(() => this.#socket.resume(), slow);
    }
    if (this.#entry === null) this.#becomeIdle();
  }

  /** Takes one piece of what is there; false: more has to come first. */
  #step(): boolean {
    if (this.#entry === null) return this.#head();
    if (this.#entry.whole || this.#framing === null) return false;
    const framing = this.#framing;
    switch (framing.kind) {
      case 'length':
        this.#body(framing);
        if (framing.left === 0) return this.#end();
        return false;
      case 'size': {
        const line = this.#line();
        if (line === null) return false;
        if (!/^[0-9a-f]+$/i.test(line)) return this.#break(`a chunk of size ${JSON.stringify(line)}`);
        const left = parseInt(line, 16);
        this.#framing = left > 0 ? { kind: 'data', left } : { kind: 'trailer', left: 0 };
        return true;
      }
      case 'data':
        this.#body(framing);
        if (framing.left > 0) return false;
        this.#framing = { kind: 'gap', left: 0 };
        return true;
      case 'gap': {
        const line = this.#line();
        if (line === null) return false;
        if (line !== '') return this.#break('a chunk without an end');
        this.#framing = { kind: 'size', left: 0 };
        return true;
      }
      case 'trailer': {
        const line = this.#line();
        if (line === null) return false;
        return line === '' ? this.#end() : true;
      }
    }
  }

  #line(): string | null {
    const end = this.#had.indexOf('\r\n');
    if (end < 0) return null;
    const line = this.#had.toString('latin1', 0, end);
    this.#had = this.#had.subarray(end + 2);
    return line;
  }

  #break(reason: string): false {
    this.#entry!.broken = reason;
    this.#framing = null;
    return false;
  }

  #end(): boolean {
    this.#entry!.whole = true;
    return false;
  }

  #body(framing: Framing): void {
    const piece = this.#had.subarray(0, framing.left);
    this.#had = this.#had.subarray(piece.length);
    framing.left -= piece.length;
    const [entry, { content }] = [this.#entry!, this.#account!];
    if (!content.subarray(entry.bytes, entry.bytes + piece.length).equals(piece)) entry.right = false;
    entry.bytes += piece.length;
  }

  #head(): boolean {
    const end = this.#had.indexOf('\r\n\r\n');
    if (end < 0) return false;
    const head = this.#had.toString('latin1', 0, end);
    this.#had = this.#had.subarray(end + 4);
    const field = (name: string) => new RegExp(`^${name}: *(.*)$`, 'im').exec(head)?.[1];
    const account = this.#ledger.accounts.get(field('X-Message') ?? '');
    if (account === undefined) {
      this.#ledger.strangers++;
      this.cut('reset');
      return false;
    }
    const plan = account.plans[Math.min(account.entries.length, account.plans.length - 1)]!;
    // A challenge that was answered is not repeated.
    const answered = plan.kind === 'ask' && plan.status === 401 && field('Authorization') !== undefined;
    this.#plan = answered ? { ...plan, kind: 'store', after: 'keep' } : plan;
    this.#account = account;
    this.#entry = {
      bytes: 0,
      whole: false,
      right: true,
      answered: 0,
      wholeWhenAnswered: false,
      stored: false,
      brokeItsWord: false,
      broken: null,
    };
    account.entries.push(this.#entry);
    const length = field('Content-Length');
    const chunked = field('Transfer-Encoding')?.toLowerCase() === 'chunked';
    this.#framing = chunked ? { kind: 'size', left: 0 } : { kind: 'length', left: Number(length) };
    if (!chunked && !/^\d+$/.test(length ?? '')) this.#break(`Content-Length: ${length}`);
    if (/^Expect: *100-continue$/im.test(head)) {
      if (this.#plan.expect === 417)
        this.#plan = {
          ...this.#plan,
          kind: 'refuse',
          status: 417,
          early: true,
          close: account.content.length % 2 === 0,
        };
      else if (this.#plan.expect === 'continue') this.#socket.write('HTTP/1.1 100 Continue\r\n\r\n');
    }
    return true;
  }

  /** What comes over a connection that has been given up gets no answer, and counts as stored if it is whole. */
  #leave(): void {
    if (this.#entry?.whole && this.#entry.answered === 0) this.#entry.stored = true;
  }

  /** Does what the plan says of a request that has come as far as it has. */
  #act(): void {
    const [entry, plan] = [this.#entry, this.#plan];
    if (entry === null || plan === null || this.#over) return;
    const { whole } = entry;
    switch (plan.kind) {
      case 'store':
        if (!whole) return;
        entry.stored = true;
        this.#answer(201, plan.after === 'end' && this.#account!.content.length % 2 === 0);
        if (plan.after === 'end' || plan.after === 'reset') return this.cut(plan.after);
        this.#resetWhenUsed = plan.after === 'reset when used';
        return this.#next();
      case 'cut':
        if (!whole && entry.bytes < plan.at) return;
        // Who cuts before the end may have seen it all the same, and then counts as one who stored it.
        entry.stored = whole;
        return this.cut(plan.how);
      case 'mute':
        if (!whole) return;
        entry.stored = true;
        if (plan.said !== '') this.#socket.write(plan.said);
        return this.cut(plan.how);
      case 'silent':
        entry.stored = whole;
        return;
      case 'ask':
      case 'refuse':
        if (!whole && !plan.early) return;
        if (entry.answered === 0) this.#answer(plan.status, plan.close, this.#fields(plan));
        if (plan.close) return this.cut('end');
        if (whole) this.#next();
        return;
      case 'early':
        if (!whole && entry.bytes < plan.at) return;
        if (entry.answered === 0) this.#answer(201, false);
        entry.stored = whole;
        if (!whole && plan.cut !== null) {
          entry.brokeItsWord = true;
          return this.cut(plan.cut);
        }
        if (whole) this.#next();
    }
  }

  #fields(plan: Plan): string[] {
    if (plan.kind !== 'ask') return [];
    if (plan.status === 401) {
      const digest = 'Digest realm="ledger", nonce="0123456789", qop="auth", algorithm=SHA-256';
      return [`WWW-Authenticate: ${plan.to === 'same' ? digest : 'Basic realm="ledger"'}`];
    }
    const target = { same: '/inbox/', path: '/elsewhere/', origin: `${this.#ledger.origins[1]}/inbox/` };
    return [`Location: ${target[plan.to]}`];
  }

  #answer(status: number, close: boolean, fields: string[] = []): void {
    const lines = [`HTTP/1.1 ${status} Whatever`, 'Content-Length: 2', ...fields];
    if (close) lines.push('Connection: close');
    this.#socket.write(`${lines.join('\r\n')}\r\n\r\nok`);
    this.#entry!.answered = status;
    this.#entry!.wholeWhenAnswered = this.#entry!.whole;
  }

  /** The request is done with, and another may follow. */
  #next(): void {
    this.#entry = this.#plan = this.#framing = null;
  }
}
