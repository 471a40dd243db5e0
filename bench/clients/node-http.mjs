// Node's own http and https, with an agent that keeps its connections.
import http from 'node:http';
import https from 'node:https';
import { pipeline } from 'node:stream';
import { bytesOf, headersOf, streamOf } from '../bodies.mjs';
import { expectOk } from './index.mjs';

/** Agents that keep as many connections as there are lanes; for the clients that take agents as well. */
export function agents(/** @type {import('./index.mjs').Settings} */ { concurrency, ca }) {
  const options = { keepAlive: true, maxSockets: concurrency, maxFreeSockets: concurrency };
  return { http: new http.Agent(options), https: new https.Agent({ ...options, ca }) };
}

/** @type {import('./index.mjs').Open} */
export function open(settings) {
  const url = new URL(settings.url);
  const secure = url.protocol === 'https:';
  const { request } = secure ? https : http;
  const agent = agents(settings)[secure ? 'https' : 'http'];
  const { hostname, port, pathname: path } = url;
  const post = (/** @type {import('../bodies.mjs').Body} */ body) =>
    new Promise((resolve, reject) => {
      const init = { agent, hostname, port, path, method: 'POST', headers: headersOf(body) };
      const sent = request(init, (answer) => {
        answer.resume();
        answer.once('end', () => resolve(answer.statusCode));
        answer.once('error', reject);
      });
      sent.once('error', reject);
      if (body.kind === 'bytes') sent.end(bytesOf(body.size));
      else pipeline(streamOf(body), sent, (error) => error && reject(error));
    });
  return {
    lane: () => async (body) => expectOk(/** @type {number} */ (await post(body))),
    close: async () => agent.destroy(),
  };
}
