// A lock between processes of one machine that cannot go stale: the system gives it back when its holder ends, however it ends.
'use strict';
const crypto = require('node:crypto');
const fs = require('node:fs');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');
const { say } = require('./log');

/** The address that only one process can listen on: on Linux and Windows a name that leaves no file behind. */
function addressOf(/** @type {string} */ name) {
  const key = `imnxport-${crypto.createHash('sha256').update(name).digest('hex').slice(0, 24)}`;
  if (process.platform === 'linux') return `\0${key}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${key}` : path.join(os.tmpdir(), `${key}.sock`);
}

/** Listens on the address; false when another process does. */
function tryLock(/** @type {net.Server} */ server, /** @type {string} */ address) {
  return new Promise((resolve, reject) => {
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    });
    server.listen(address, () => resolve(true));
  });
}

/** Waits until the holder of the address ends: a connection to it closes at that moment. */
function holderGone(/** @type {string} */ address) {
  return new Promise((resolve) => {
    const socket = net.connect(address);
    socket.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      // Only where the address is a file can it outlive its holder.
      if (error.code === 'ECONNREFUSED' && path.isAbsolute(address)) fs.rmSync(address, { force: true });
    });
    socket.on('close', () => resolve(undefined));
    socket.resume();
  });
}

/**
 * Does `work` while no other process does work under the same name.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function withLock(name, work) {
  const address = addressOf(name);
  /** @type {Set<net.Socket>} */
  const waiting = new Set();
  for (let told = false; ;) {
    const server = net.createServer((socket) => {
      waiting.add(socket);
      socket.on('error', () => {}).on('close', () => waiting.delete(socket));
    });
    if (await tryLock(server, address)) {
      try {
        return await work();
      } finally {
        await new Promise((resolve) => {
          server.close(resolve);
          for (const socket of waiting) socket.destroy();
        });
      }
    }
    if (!told) say('  another run is at work here: waiting for it');
    told = true;
    await holderGone(address);
  }
}

module.exports = { withLock };
