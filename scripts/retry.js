// Tries again what depends on a network.
'use strict';
const { setTimeout: delay } = require('node:timers/promises');

/**
 * Calls `work` until it succeeds; the last failure is thrown.
 * @template T
 * @param {(attempt: number) => Promise<T>} work
 * @param {{ attempts?: number, pauseMs?: number, retryable?: (error: unknown) => boolean }} [options]
 * @returns {Promise<T>}
 */
async function retry(work, { attempts = 3, pauseMs = 2000, retryable = () => true } = {}) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work(attempt);
    } catch (error) {
      if (attempt >= attempts || !retryable(error)) throw error;
      // A struggling mirror is given longer each time.
      await delay(pauseMs * attempt);
    }
  }
}

module.exports = { retry };
