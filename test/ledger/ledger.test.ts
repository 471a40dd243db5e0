// Thousands of posts under random faults, and a ledger of the server that tells what became of each.
import { randomBytes, randomInt } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ImnxportError } from '../../dist/errors.js';
import { HttpMailTransport } from '../../dist/transport.js';
import { later } from '../support/real.js';
import { check, describeCase, type Outcome } from './check.js';
import { makeMessage, type Message, type Pool } from './message.js';
import { Random } from './random.js';
import { type Account, Ledger } from './server.js';

const full = process.env['IMNXPORT_FULL'] === '1';
/** Choices are repeated by a seed; what the threads make of them is not. */
const seed = Number(process.env['IMNXPORT_SEED'] ?? randomInt(2 ** 31));
const count = Number(process.env['IMNXPORT_POSTS'] ?? (full ? 30_000 : 2_000));
const lanes = 24;

function makePool(): Pool {
  const bytes = Buffer.from(randomBytes(6_000_000).toString('base64'), 'latin1');
  const folder = mkdtempSync(join(tmpdir(), 'imnxport-ledger-'));
  later(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'pool');
  writeFileSync(file, bytes);
  return { bytes, file };
}

/** Transports of which some posts share one, and others have one of their own. */
class Transports {
  readonly #shared: HttpMailTransport[] = [];
  readonly #ends: Promise<void>[] = [];
  readonly #origin: string;

  constructor(origin: string) {
    this.#origin = origin;
  }

  make(random: Random): HttpMailTransport {
    const credentials = { user: 'user', password: 'password', origin: this.#origin };
    return new HttpMailTransport({
      proxy: false,
      idleTimeout: 1500,
      ...(random.chance(0.7) ? { credentials } : {}),
    });
  }

  take(random: Random): HttpMailTransport {
    if (random.chance(0.5)) {
      const own = this.make(random);
      // close() lets what was posted end.
      queueMicrotask(() => this.end(own.close()));
      return own;
    }
    const place = random.whole(0, 3);
    const there = this.#shared[place];
    if (there && !there.closed) return there;
    return (this.#shared[place] = this.make(random));
  }

  end(ended: Promise<void>): void {
    this.#ends.push(ended);
  }

  async closed(): Promise<void> {
    for (const transport of this.#shared) this.end(transport.close());
    await Promise.all(this.#ends);
  }
}

const DESTROYED = new Error('destroyed');

async function post(
  message: Message,
  transport: HttpMailTransport,
  account: Account,
  url: string,
): Promise<Outcome> {
  const controller = new AbortController();
  let due = message.ending;
  account.reached = ({ bytes }) => {
    if (due === null || bytes < due.at) return;
    const { what } = due;
    due = null;
    if (what === 'abort') controller.abort(DESTROYED);
    else if (transport.closed) return;
    else if (what === 'drop') transport.com.DropConnection();
    else void transport.destroy(DESTROYED);
  };
  const options = {
    headers: { 'X-Message': message.id },
    signal: controller.signal,
    contentLength: message.contentLength,
  };
  try {
    await transport.post(url, message.body(), options);
    return { kind: 'stored' };
  } catch (error) {
    if (error === DESTROYED) return { kind: 'ended' };
    if (ImnxportError.is(error)) return { kind: 'failed', error };
    throw error;
  } finally {
    message.release();
  }
}

test(`every message is stored whole and once, or its error says the truth: ${count} posts`, async () => {
  const ledger = new Ledger();
  await ledger.listen();
  later(() => ledger.close());
  const pool = makePool();
  const transports = new Transports(ledger.origins[0]!);
  const cases: { message: Message; account: Account; outcome: Outcome }[] = [];
  let next = 0;

  async function lane(): Promise<void> {
    for (let id = next++; id < count; id = next++) {
      const random = new Random(seed, id);
      const message = makeMessage(random, id, pool);
      const account: Account = {
        content: message.content,
        plans: message.plans,
        entries: [],
        reached: () => undefined,
      };
      ledger.accounts.set(message.id, account);
      const url = `${random.chance(0.9) ? ledger.origins[0]! : ledger.origins[1]!}/inbox/`;
      const outcome = await post(message, transports.take(random), account, url);
      cases.push({ message, account, outcome });
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane));
  await transports.closed();
  await ledger.settled();

  const violations = cases.flatMap((one) =>
    check(one.message, one.account, one.outcome).map(
      (violation) => `${violation}: ${describeCase(one.message, one.account, one.outcome)}`,
    ),
  );
  expect({
    seed,
    settled: cases.length,
    strangers: ledger.strangers,
    violations: violations.slice(0, 40),
  }).toEqual({
    seed,
    settled: count,
    strangers: 0,
    violations: [],
  });
  // What is promised of nothing would be kept: each of these has to have happened.
  const happened = new Map<string, number>();
  for (const { outcome } of cases) {
    const { kind } = outcome;
    const name = kind === 'failed' ? `failed, ${outcome.error.delivery}` : kind;
    happened.set(name, (happened.get(name) ?? 0) + 1);
  }
  expect([...happened.keys()].sort()).toEqual(
    ['ended', 'failed, none', 'failed, partial', 'failed, whole', 'stored'].sort(),
  );
  if (full) process.stderr.write(`seed ${seed}: ${JSON.stringify(Object.fromEntries(happened))}\n`);
}, 900_000);
