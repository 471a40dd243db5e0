// Gets libcurl's source: the one release that is pinned in curl-pin.json, from wherever it can be had, always checked by its hash.
'use strict';
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { mirror } = require('./apt');
const { must, run } = require('./exec');
const { step } = require('./log');
const { cacheDir } = require('./paths');
const { retry } = require('./retry');

/** @typedef {{ version: string, url: string, sha256: string }} Pin */

/** A name that could not be resolved or a refused connection will not get better within seconds. */
const final = new Set(['ENOTFOUND', 'ECONNREFUSED', 'EAI_AGAIN', 'ENETUNREACH']);

function checkHash(/** @type {Buffer} */ bytes, /** @type {Pin} */ pin) {
  const actual = crypto.createHash('sha256').update(bytes).digest('hex');
  if (actual !== pin.sha256) throw new Error(`has SHA-256 ${actual}, not the pinned ${pin.sha256}`);
  return bytes;
}

/** What is at a URL. */
async function download(/** @type {string} */ url) {
  const answer = await fetch(url, { signal: AbortSignal.timeout(120_000) });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return Buffer.from(await answer.arrayBuffer());
}

async function fromReleaseSite(/** @type {Pin} */ pin) {
  const retryable = (/** @type {any} */ error) => !final.has(error?.cause?.code);
  return retry(() => download(pin.url), { retryable });
}

/**
 * Debian's source package of curl carries the upstream tarball unchanged. apt is given one source list of its own, on the mirror
 * that this machine's apt uses already; what it makes is removed again. The list need not be signed: the hash is checked.
 */
async function fromDebian(/** @type {Pin} */ pin) {
  const folder = fs.mkdtempSync(path.join(cacheDir(), 'apt-'));
  try {
    fs.writeFileSync(
      path.join(folder, 'src.list'),
      `deb-src [trusted=yes] ${await mirror()} trixie-backports main\n`,
    );
    fs.mkdirSync(path.join(folder, 'lists', 'partial'), { recursive: true });
    const own = [
      `Dir::Etc::SourceList=${folder}/src.list`,
      'Dir::Etc::SourceParts=/dev/null',
      `Dir::State::Lists=${folder}/lists`,
    ];
    own.push(`Dir::Cache=${folder}`, 'Debug::NoLocking=1', 'Acquire::Retries=3', 'APT::Sandbox::User=');
    const options = own.flatMap((option) => ['-o', option]);
    await retry(() => must('apt-get', [...options, 'update'], { limit: 180 }));
    // Other files of the source package may be gone from the mirror, which makes apt fail: what counts is the tarball.
    await run('apt-get', [...options, 'source', '--download-only', 'curl'], { cwd: folder, limit: 180 });
    return fs.readFileSync(path.join(folder, `curl_${pin.version}.orig.tar.gz`));
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The places to try, in order; a null place does not apply here.
 * @param {Pin} pin
 * @returns {{ name: string, get: () => Promise<Buffer> }[]}
 */
function places(pin, env = process.env) {
  const own = env.IMNXPORT_CURL_SOURCE;
  // Who names a file wants that file: there is no second choice then.
  if (own) return [{ name: own, get: async () => fs.readFileSync(own) }];
  return [
    { name: new URL(pin.url).host, get: () => fromReleaseSite(pin) },
    { name: "Debian's source package", get: () => fromDebian(pin) },
  ];
}

/**
 * The path of the checked tarball in the cache.
 * @param {Pin} pin
 * @param {{ name: string, get: () => Promise<Buffer> }[]} [from]
 */
async function curlSource(pin, from = places(pin)) {
  const tarball = path.join(cacheDir(), `curl-${pin.version}.tar.gz`);
  try {
    checkHash(fs.readFileSync(tarball), pin);
    return tarball;
  } catch {
    // Not there, or damaged: fetched anew.
  }
  fs.mkdirSync(cacheDir(), { recursive: true });
  const failures = [];
  for (const { name, get } of from) {
    try {
      const bytes = await step(`libcurl ${pin.version}: source from ${name}`, get, 'not to be had');
      fs.writeFileSync(`${tarball}.${process.pid}`, checkHash(bytes, pin));
      fs.renameSync(`${tarball}.${process.pid}`, tarball);
      return tarball;
    } catch (/** @type {any} */ error) {
      failures.push(`  ${name}: ${error?.cause?.message ?? error.message}`);
    }
  }
  throw new Error(
    [
      `The source of libcurl ${pin.version} could not be had:`,
      ...failures,
      `Put the release tarball (${pin.url}) somewhere and set IMNXPORT_CURL_SOURCE to its path.`,
    ].join('\n'),
  );
}

module.exports = { curlSource, checkHash, download, places };
