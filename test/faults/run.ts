// The one way in which a case of the fault server is run, and what holds for every one of them.
import { DELIVERIES } from '../../dist/constants.js';
import { EndHandler } from '../../dist/native-result.js';
import { Hresult, hresultName } from '../../dist/hresult.js';
import {
  native,
  type NativeFault,
  type NativeHandlers,
  type NativeOptions,
  type NativeResult,
  type NativeTransport,
} from '../../dist/native.js';
import type { Authority } from '../support/certificates.js';
import { type FaultCase, GIVEN, TOKEN } from './case.js';
import { CountedStream } from './counted-stream.js';
import { answers, CREATED, FaultServer, type Origins } from './server.js';

/** Transports that are in use: what native code has posted does not keep one from being collected. */
const alive = new Set<Host>();

/** The first command of a transport, and the one that shows that it is usable afterwards. */
const [FAULTY, HEALTHY] = [17, 18];
const BYTES = Buffer.alloc(32 * 1024 * 1024, 'Subject: fault\r\n\r\nHello, mailbox.\r\n');

/** An end, and what the callback was told by then. */
interface End extends NativeResult {
  token: number;
}

/** The handlers of a transport that take everything down; what comes is in order. */
class Host extends EndHandler implements NativeHandlers {
  readonly ends: End[] = [];
  /** Tokens of progress, and of ends after which something came. */
  readonly late: number[] = [];
  readonly lines: string[] = [];
  readonly faults: NativeFault[] = [];
  readonly asked = { logon: 0, idle: 0 };
  transport!: NativeTransport;
  #news: () => void = () => undefined;

  constructor(readonly one: FaultCase) {
    super();
  }

  /** The end of the command with that context. */
  async end(context: number): Promise<End> {
    for (;;) {
      const found = this.ends.find((end) => end.context === context);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => (this.#news = resolve));
    }
  }

  protected ended(token: number, result: NativeResult): void {
    this.#alive(token);
    this.ends.push({ ...result, token });
    this.#news();
  }
  progress(token: number): void {
    this.#alive(token);
  }
  logon(token: number): void {
    this.#alive(token);
    const answer = (this.one.logons ?? [])[this.asked.logon++];
    const hresult =
      answer === undefined ? Hresult.E_NOTIMPL : answer === null ? Hresult.S_FALSE : Hresult.S_OK;
    this.transport.answerLogon(token, hresult, answer?.user ?? null, answer?.password ?? null);
  }
  idle(token: number): void {
    this.#alive(token);
    const wait = this.asked.idle++ < (this.one.waits ?? 0);
    this.transport.answerIdle(token, wait ? Hresult.S_OK : Hresult.S_FALSE, 0);
  }
  command(_type: number, line: string): void {
    this.lines.push(line);
  }
  fault(_status: number, fault: NativeFault): void {
    this.faults.push(fault);
  }
  status(): void {
    // Not looked at.
  }
  replaced(): void {
    throw new Error('nobody took the callback away');
  }

  #alive(token: number): void {
    if (this.ends.some((end) => end.token === token)) this.late.push(token);
  }
}

/** What nobody but the server `here` may ever see. */
const basicOf = (user: string, password: string) => Buffer.from(`${user}:${password}`).toString('base64');
const SECRETS = [GIVEN.password, basicOf(GIVEN.user, GIVEN.password), TOKEN];

/** Runs a case; what is not as it should be fails the test. */
export async function run(one: FaultCase, authority?: Authority): Promise<void> {
  const tls = (which: 'here' | 'elsewhere') =>
    one.tls === which || one.tls === 'both' ? authority!.issue() : undefined;
  const here = await FaultServer.start(one.server?.() ?? (() => undefined), tls('here'));
  const elsewhere = one.elsewhere && (await FaultServer.start(one.elsewhere(), tls('elsewhere')));
  const servers = elsewhere === undefined ? [here] : [here, elsewhere];
  const origins: Origins = { here: here.origin, elsewhere: (elsewhere ?? here).origin };
  let ended = (): void => undefined;
  const over = new Promise<void>((resolve) => (ended = resolve));
  for (const server of servers) {
    Object.assign(server.origins, origins);
    server.ended = over;
  }
  if (one.server === null) await here.close(); // nobody listens there now
  const healthy = await FaultServer.start(answers(CREATED));

  const before = native().openObjects;
  const host = new Host(one);
  const init = { userAgent: 'faults/1', logFile: null, provider: null, pointer: null };
  const transport = native().createTransport(init, host);
  host.transport = transport;
  alive.add(host);
  const com = transport.com();
  const seeks = one.seeks ?? true;
  const stream = new CountedStream({ bytes: BYTES.subarray(0, one.size ?? 32), seeks });
  const second = new CountedStream({ bytes: BYTES.subarray(0, 32), seeks: true });
  try {
    transport.hear('progress');
    transport.configure(optionsOf(one, origins, authority));
    const url = one.url?.(origins) ?? `${origins.here}/inbox/`;
    expect(com.call('CommandPOST', url, stream.address, 'message/rfc822', FAULTY)).toBe(Hresult.S_OK);
    const end = await host.end(FAULTY);
    const references = stream.references;
    ended();
    check(one, origins, end, host);
    // Requests may still be on their way to the server's thread, which is this one.
    const { requests = 1 + (one.again ? 1 : 0), entities, connections } = one.expected;
    while (servers.reduce((sum, { heads }) => sum + heads.length, 0) < requests - (one.again ? 1 : 0)) {
      await new Promise((resolve) => setImmediate(resolve));
    }

    transport.configure(optionsOf({}, origins, authority));
    if (one.again) await new Promise((resolve) => setImmediate(resolve)); // the script's turn
    const target = one.again ? here : healthy;
    const post = com.call('CommandPOST', `${target.origin}/inbox/`, second.address, null, HEALTHY);
    expect(post).toBe(Hresult.S_OK);
    const after = await host.end(HEALTHY);
    expect({ hresult: hresultName(after.hresult), status: after.status }).toEqual({
      hresult: 'S_OK',
      status: 201,
    });
    expect(target.entities.at(-1)).toEqual(second.shape.bytes);

    // One final response for each command, and nothing behind it.
    expect(host.ends.map(({ context }) => context)).toEqual([FAULTY, HEALTHY]);
    expect(host.late).toEqual([]);
    expect({ references, wrongs: [...stream.wrongs, ...second.wrongs] }).toEqual({
      references: 0,
      wrongs: [],
    });
    expect(second.references).toBe(0);

    const all = servers.flatMap(({ heads }) => heads);
    expect({ requests: all.map(({ line }) => line).length }).toEqual({ requests });
    if (one.expected.target !== undefined) {
      const lines = servers.flatMap(({ heads }) => heads.map(({ line }) => line));
      expect(lines).toContain(`POST ${one.expected.target} HTTP/1.1`);
    }
    const whole = servers.flatMap((server) => server.entities);
    if (one.again) whole.pop();
    if (entities !== undefined) expect({ entities: whole.length }).toEqual({ entities });
    // Some schemes of authentication begin without the entity.
    for (const entity of whole) expect([0, stream.shape.bytes.byteLength]).toContain(entity.byteLength);
    for (const entity of whole)
      expect(entity.byteLength === 0 || entity.equals(stream.shape.bytes)).toBe(true);
    if (hresultName(end.hresult) === 'S_OK') expect(whole.at(-1)).toHaveLength(stream.shape.bytes.byteLength);
    const accepted = servers.reduce((sum, server) => sum + server.accepted, 0);
    if (connections !== undefined) expect({ connections: accepted }).toEqual({ connections });

    const told = [...host.lines, ...host.faults.map(({ problem }) => problem), end.problem].join('\n');
    const strangers = [told, elsewhere?.heard() ?? '', healthy.heard()].join('\n');
    for (const secret of SECRETS) expect(strangers).not.toContain(secret);
  } finally {
    com.release();
    transport.release();
    alive.delete(host);
    for (const server of [...servers, healthy])
      if (one.server !== null || server !== here) await server.close();
    // References of a post that was given up in the middle of the test.
    while (stream.references + second.references > 0) await new Promise((resolve) => setImmediate(resolve));
    stream.free();
    second.free();
  }
  expect(native().openObjects).toBe(before);
}

type Options = Pick<FaultCase, 'idle' | 'credentials' | 'headers'>;

function optionsOf(one: Options, origins: Origins, authority?: Authority): NativeOptions {
  return {
    idleTimeout: one.idle ?? 60_000,
    proxy: null,
    noProxy: true,
    acceptAnyCertificate: false,
    caFile: null,
    caPem: authority ? Buffer.from(authority.cert) : null,
    user: one.credentials ? GIVEN.user : null,
    password: one.credentials ? GIVEN.password : null,
    origin: one.credentials ? origins.here : null,
    logCommands: true,
    headers: (one.headers ?? []).map(([name, value]) => [name, value]),
  };
}

/** The final response, against what the case expects of it. */
function check({ expected }: FaultCase, origins: Origins, end: End, host: Host): void {
  const seen = {
    hresult: hresultName(end.hresult),
    status: end.status === 0 ? null : end.status,
    delivery: DELIVERIES[end.delivery],
    timeouts: host.asked.idle,
    prompts: host.asked.logon,
  };
  const { timeouts = 0, prompts = 0 } = expected;
  const hresult = among(expected.hresult, seen.hresult);
  const status = among(expected.status, seen.status);
  const delivery = among(expected.delivery, seen.delivery);
  // What it says of itself helps whoever reads a failure.
  expect({ ...seen, problem: end.problem }).toEqual({
    ...{ hresult, status, delivery, timeouts, prompts },
    problem: end.problem,
  });
  const { location, problem, body, truncated } = expected;
  if (location !== undefined) {
    expect(end.location).toBe(typeof location === 'function' ? location(origins) : location);
  }
  if (problem !== undefined) expect(end.problem).toMatch(problem);
  if (body !== undefined) expect(end.body.byteLength).toBe(body);
  if (truncated !== undefined) expect(end.bodyTruncated).toBe(truncated);
  // Behaviour 5.4: OnError is for failures of the network, once, before the end.
  const network = NETWORK.has(seen.hresult);
  expect(host.faults.map((fault) => hresultName(fault.hresult))).toEqual(network ? [seen.hresult] : []);
}

/** What was seen, if it is one of those that are right; else what is right. */
function among<T>(right: T | readonly T[], seen: T): T | readonly T[] {
  return Array.isArray(right) && right.includes(seen) ? seen : right;
}

const NETWORK = new Set<string>([
  ...['IXP_E_CANT_FIND_HOST', 'IXP_E_FAILED_TO_CONNECT', 'IXP_E_CONNECTION_DROPPED', 'IXP_E_CONN_RECV'],
  ...['IXP_E_SECURE_CONNECT_FAILED', 'IXP_E_INVALID_CERT_CN', 'IXP_E_INVALID_CERT_DATE', 'IXP_E_TIMEOUT'],
  'IXP_E_CONN',
]);

/** Makes a test of each. */
export function testAll(cases: readonly FaultCase[], authority?: Authority): void {
  afterAll(() => CountedStream.end());
  test.each(cases.map((one) => [one.title, one] as const))('%s', (_title, one) => run(one, authority));
}
