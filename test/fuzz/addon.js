// What JavaScript may pass to the addon: every exported function and method with arguments of which some are not what they should be.
// Each call gives a result or throws; none ends the process. Not coverage-guided: Node.js would have to be built for it.
//
//   node test/fuzz/addon.js --seconds=10 --seed=1
//
// Left out is what takes an address from its caller: any number would be believed there.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { parseArgs, inspect } = require('node:util');
const { MessageChannel } = require('node:worker_threads');
const paths = require('../../scripts/paths');

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    addon: { type: 'string', default: paths.addon },
  },
});
const addon = require(path.resolve(options.addon));
const folder = path.join(paths.build, 'fuzz', 'crashes');
fs.mkdirSync(folder, { recursive: true });
// A log is made wherever an odd name leads.
process.chdir(folder);
/** What is called now, for when it is the last thing. */
const journal = path.join(folder, 'addon-last-call.txt');
const journalFile = fs.openSync(journal, 'w');

let state = Number(options.seed) >>> 0;
/** A number from 0 to below `count`: mulberry32. */
function below(/** @type {number} */ count) {
  state = (state + 0x6d2b79f5) >>> 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) % count;
}
const pick = (/** @type {any[]} */ list) => list[below(list.length)];

/** Thrown by arguments themselves: it has to come through. */
class Ours extends Error {}
const fail = () => {
  throw new Ours('a getter that throws');
};

function detached() {
  const bytes = new Uint8Array(8);
  new MessageChannel().port1.postMessage(0, [bytes.buffer]);
  return bytes;
}

/** Anything but what is wanted. */
const odd = [
  () => undefined,
  () => null,
  () => true,
  () => pick([0, -1, 1.5, NaN, Infinity, 2 ** 31, 2 ** 32, 2 ** 53, -(2 ** 63), -0]),
  () => pick([0n, -1n, 1n, 2n ** 32n, 2n ** 63n, 2n ** 64n - 1n, 2n ** 64n, -(2n ** 200n)]),
  () => pick(['', '\0', 'a\0b', '\ud800', 'ä\u{1f600}', '\r\nX: y', 'x'.repeat(70_000), '{', '__proto__']),
  () => Symbol('odd'),
  () => fail,
  () => [],
  () => new Array(3),
  () => ({}),
  () => Object.create(null),
  () => new Proxy({}, { get: fail, has: fail, ownKeys: fail, getPrototypeOf: fail }),
  () => new Proxy([], { get: fail }),
  () => Proxy.revocable({}, {}).proxy,
  () => ({ valueOf: fail, toString: fail, [Symbol.toPrimitive]: fail }),
  () => new Uint8Array(0),
  () => detached(),
  () => new Uint8Array(new SharedArrayBuffer(4)),
  () => new Float64Array(3),
  () => new DataView(new ArrayBuffer(4)),
  () => new ArrayBuffer(4),
  () => new Date(NaN),
  () => /x/,
  () => Promise.resolve(1),
  () => addon,
  () => pick(kept),
];

/** Objects of the addon that came of earlier calls; a few, the newest. */
const kept = /** @type {any[]} */ ([]);
function keep(/** @type {any} */ made) {
  if (typeof made !== 'object' || made === null) return;
  if (kept.length === 40) kept.splice(below(40), 1);
  kept.push(made);
}

/** Mostly what `good` makes. */
const or = (/** @type {() => any} */ good) => (below(6) === 0 ? pick(odd)() : good());
const text = () => pick(['text/plain', 'x', '', 'ä', 'http://127.0.0.1:1/']);
const count = () => BigInt(below(100));
const number = () => below(1000);
const bytes = () => new Uint8Array(below(3) * 50);
const url = () => pick(['http://127.0.0.1:1/', 'http://127.0.0.1:1/a?b', 'http://h h/', 'ftp://h/']);
const headers = () =>
  Array.from({ length: below(4) }, () => or(() => [or(() => pick(['A', 'B-c', 'Host'])), or(text)]));
const iid = () =>
  pick(['{00000000-0000-0000-C000-000000000046}', '{0000000C-0000-0000-C000-000000000046}', '{x}']);
const path_ = () => pick([__filename, folder, '/nowhere', '']);
const handler = () => pick([() => undefined, () => 1]);
const notAnAddress = (/** @type {() => any} */ make) => () => {
  const made = make();
  return typeof made === 'bigint' ? 0n : made;
};
const object = (/** @type {Record<string, () => any>} */ members) => () => {
  const made = /** @type {Record<string, any>} */ ({});
  for (const [name, make] of Object.entries(members)) {
    const value = () => or(make);
    if (below(30) > 0) made[name] = name === 'pointer' ? notAnAddress(value)() : value();
  }
  return made;
};
const handlers = (/** @type {string} */ names) =>
  object(Object.fromEntries(names.split(' ').map((name) => [name, handler])));
const orNull = (/** @type {() => any} */ good) => () => (below(2) === 0 ? null : good());
/** An object of the addon that has such a method; anything when there is none. */
const having = (/** @type {string} */ method) => () => {
  const found = kept.filter((made) => typeof made[method] === 'function');
  return found.length > 0 ? pick(found) : pick(odd)();
};

const owner = handlers('attach pull restart fork closed write');
/** @type {Record<string, (() => any)[]>} */
const functions = {
  createTransport: [
    object({ userAgent: text, logFile: () => null, provider: () => null, pointer: () => null }),
    handlers('progress done status command fault logon idle replaced'),
  ],
  wake: [],
  memoryBody: [bytes],
  fileBody: [path_, count, orNull(count)],
  streamBody: [having('detach')],
  producerBody: [object({ length: orNull(count), rewindable: () => true, cloneable: () => true }), owner],
  consumer: [owner],
  pipeStream: [orNull(having('push')), orNull(having('taken'))],
  implementTransport: [handlers('post')],
  openStream: [having('detach')],
  pumpMessages: [],
  comOfPointer: [having('detach')],
  implementCallback: [handlers('response status error command timeout logon prompt window expired'), number],
  currentThreadId: [],
};
/** @type {Record<string, (() => any)[]>} */
const methods = {
  configure: [
    object({
      idleTimeout: number,
      proxy: orNull(text),
      noProxy: () => true,
      acceptAnyCertificate: () => false,
      caFile: orNull(text),
      caPem: orNull(bytes),
      user: orNull(text),
      password: orNull(text),
      origin: orNull(url),
      logCommands: () => true,
      headers,
    }),
  ],
  post: [
    url,
    () => (below(2) ? bytes() : having('release')()),
    orNull(text),
    orNull(count),
    orNull(headers),
    number,
  ],
  hear: [() => pick(['status', 'progress', 'x'])],
  cancel: [number, () => 0x80004004],
  answerLogon: [number, number, orNull(text), orNull(text)],
  answerIdle: [number, number, number],
  dropConnection: [],
  status: [],
  toPointer: [iid],
  com: [],
  release: [],
  call: [
    () =>
      pick(['Connect', 'CommandPOST', 'GetStatus', 'IsState', 'InitNew', 'GetServerInfo', 'Disconnect', 'X']),
    text,
  ],
  push: [bytes],
  end: [],
  fail: [number, () => true],
  restarted: [count, () => true],
  taken: [number],
  queryInterface: [iid],
  read: [number],
  seek: [() => count() - 50n, () => below(4)],
  stat: [],
  clone: [],
  write: [bytes],
  commit: [],
  close: [],
  ref: [],
  unref: [],
  answer: [number, count, orNull(text), orNull(text)],
  decline: [number],
};
// detach() is not among them: nobody would give the reference back.

function shown(/** @type {any} */ value) {
  try {
    return typeof value === 'string'
      ? JSON.stringify(value.slice(0, 60))
      : inspect(value, { depth: 1 }).slice(0, 200);
  } catch {
    return typeof value;
  }
}

/** A result, or an Error of the addon, or what an argument itself has thrown. */
function check(/** @type {string} */ what, /** @type {any} */ error) {
  if (error instanceof Ours || error instanceof TypeError || error instanceof RangeError) return;
  if (error instanceof Error && Number.isInteger(/** @type {any} */ (error).hresult)) return;
  console.error(`${what} threw what is no failure of the addon:`, error);
  process.exit(1);
}

let calls = 0;
function call(/** @type {any} */ self, /** @type {string} */ name, /** @type {(() => any)[]} */ parameters) {
  const args = parameters.map((make) => notAnAddress(() => or(make))());
  if (!/^(fileBody|seek|restarted|answer|post)$/.test(name)) {
    // Nowhere else is a BigInt anything but an address.
  } else if (below(8) === 0) {
    args[below(args.length)] = pick([-1n, 2n ** 64n, 2n ** 64n - 1n, 2n ** 63n]);
  }
  if (below(20) === 0) args.pop();
  const what = `call ${calls++}: ${name}(${args.map(shown).join(', ')})`;
  fs.writeSync(journalFile, `${what}\n`.padEnd(1500), 0);
  try {
    const result = self[name](...args);
    if (result instanceof Promise) result.then(keep, (error) => check(what, error));
    else keep(result);
  } catch (error) {
    check(what, error);
  }
}

const end = performance.now() + Number(options.seconds) * 1000;
function turn() {
  for (let i = 0; i < 50; i++) {
    if (kept.length === 0 || below(3) === 0) {
      const name = pick(Object.keys(functions));
      call(addon, name, functions[name] ?? []);
      continue;
    }
    const self = pick(kept);
    const prototype = Object.getPrototypeOf(self) ?? {};
    const names = Object.getOwnPropertyNames(prototype).filter((name) => Object.hasOwn(methods, name));
    if (names.length === 0) continue;
    const name = pick(names);
    call(below(40) === 0 ? pick(kept) : self, name, methods[name] ?? []);
  }
  if (performance.now() < end) return void setImmediate(turn);
  for (const made of kept.splice(0)) made.release?.();
  console.log(`${calls} calls`);
  // What JavaScript has implemented keeps its event loop alive, as it should.
  process.exit(0);
}
// Handlers of ours that throw, as numbers and the like that stand in their place do.
process.on('uncaughtException', (error) => {
  if (error.stack?.includes(`${path.basename(__filename)}`) && !(error instanceof Ours)) throw error;
  check('a handler', error);
});
turn();
