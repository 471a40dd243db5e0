// undici in its three forms: Pool.request, the callbacks of Pool.dispatch, and request() with an Agent.
import { Agent, Pool, request } from 'undici';
import { headersOf, payloadOf } from '../bodies.mjs';
import { expectOk } from './index.mjs';

/** One request at a time on each connection, since a POST must not be pipelined. */
function options(/** @type {import('./index.mjs').Settings} */ { concurrency, ca }) {
  const limits = { headersTimeout: 0, bodyTimeout: 0 };
  return { connections: concurrency, pipelining: 1, ...limits, ...(ca ? { connect: { ca } } : {}) };
}

/** @type {import('./index.mjs').Open} */
export function openPool(settings) {
  const { origin, pathname: path } = new URL(settings.url);
  const pool = new Pool(origin, options(settings));
  return {
    lane: () => async (body) => {
      const init = { path, method: 'POST', headers: headersOf(body), body: payloadOf(body) };
      const answer = await pool.request(init);
      await answer.body.dump();
      expectOk(answer.statusCode);
    },
    close: () => pool.close(),
  };
}

/** @type {import('./index.mjs').Open} */
export function openRequest(settings) {
  const dispatcher = new Agent(options(settings));
  return {
    lane: () => async (body) => {
      const init = { dispatcher, method: 'POST', headers: headersOf(body), body: payloadOf(body) };
      const answer = await request(settings.url, init);
      await answer.body.dump();
      expectOk(answer.statusCode);
    },
    close: () => dispatcher.close(),
  };
}

/** @type {import('./index.mjs').Open} */
export function openDispatch(settings) {
  const { origin, pathname: path } = new URL(settings.url);
  const pool = new Pool(origin, options(settings));
  return {
    lane: () => async (body) => {
      const init = { path, method: 'POST', headers: headersOf(body), body: payloadOf(body) };
      expectOk(
        await new Promise((resolve, reject) => {
          let status = 0;
          pool.dispatch(init, {
            onRequestStart() {},
            onResponseStart: (_controller, code) => (status = code),
            onResponseData() {},
            onResponseEnd: () => resolve(status),
            onResponseError: (_controller, error) => reject(error),
          });
        }),
      );
    },
    close: () => pool.close(),
  };
}
