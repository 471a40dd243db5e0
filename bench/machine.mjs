// On what it was measured: without it a figure says nothing.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';

const require = createRequire(import.meta.url);
const pin = require('../scripts/curl-pin.json');

function firstLine(/** @type {string} */ command, /** @type {string[]} */ args) {
  try {
    return execFileSync(command, args, { encoding: 'utf8' }).split('\n', 1)[0].trim();
  } catch {
    return 'not there';
  }
}

function revision() {
  try {
    const commit = firstLine('git', ['rev-parse', '--short=12', 'HEAD']);
    const changed = execFileSync('git', ['status', '--porcelain', '--untracked-files=no'], {
      encoding: 'utf8',
    });
    return changed === '' ? commit : `${commit}, with changes`;
  } catch {
    return 'unknown';
  }
}

function distribution() {
  try {
    return /^PRETTY_NAME="?([^"\n]*)/m.exec(fs.readFileSync('/etc/os-release', 'utf8'))?.[1] ?? os.type();
  } catch {
    return os.type();
  }
}

export function machine() {
  const cpus = os.cpus();
  return {
    cpu: cpus[0]?.model.trim() ?? 'unknown',
    cores: cpus.length,
    memoryGib: Math.round(os.totalmem() / 1024 ** 3),
    system: distribution(),
    kernel: os.release(),
  };
}

export function versions() {
  const peers = require('./package.json').dependencies;
  return {
    imnxport: `${require('../package.json').version} (${revision()})`,
    node: process.versions.node,
    'undici in Node.js': process.versions.undici,
    ...{ undici: peers.undici, axios: peers.axios, got: peers.got },
    'libcurl (static)': pin.version,
    'curl (command)': firstLine('curl', ['--version']).split(' ')[1] ?? '',
    'OpenSSL in Node.js': process.versions.openssl,
    gcc: firstLine('gcc', ['-dumpfullversion']),
  };
}

/** The load of the machine when the run began: on a busy one only the ratios mean anything, and they little. */
export const load = () => os.loadavg()[0];
