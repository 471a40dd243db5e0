// The clients that run in Node.js, each behind the same function. Loaded one at a time, so that none pays for another.

/**
 * @typedef {object} Client
 * @property {() => (body: import('../bodies.mjs').Body) => Promise<unknown>} lane what posts one after the other;
 *   it rejects unless the answer is a 200
 * @property {() => Promise<unknown>} close
 *
 * @typedef {{ url: string, concurrency: number, ca: string | undefined }} Settings ca: PEM
 * @typedef {(settings: Settings) => Client} Open
 */

/** @type {Record<string, () => Promise<Open>>} */
const clients = {
  imnxport: async () => (await import('./imnxport.mjs')).open,
  'undici-pool': async () => (await import('./undici.mjs')).openPool,
  'undici-dispatch': async () => (await import('./undici.mjs')).openDispatch,
  'undici-request': async () => (await import('./undici.mjs')).openRequest,
  'node-http': async () => (await import('./node-http.mjs')).open,
  fetch: async () => (await import('./fetch.mjs')).open,
  axios: async () => (await import('./axios.mjs')).open,
  got: async () => (await import('./got.mjs')).open,
};

/** @returns {Promise<Open>} */
export function load(/** @type {string} */ name) {
  const loader = clients[name];
  if (!loader) throw new Error(`There is no client "${name}"`);
  return loader();
}

/** Throws for everything but a 200. */
export function expectOk(/** @type {number} */ status) {
  if (status !== 200) throw new Error(`the server answered ${status}`);
}
