// axios, with what makes it fast and lets it stream: agents, no redirects, no limits.
import axios from 'axios';
import { headersOf, payloadOf } from '../bodies.mjs';
import { expectOk } from './index.mjs';
import { agents } from './node-http.mjs';

/** @type {import('./index.mjs').Open} */
export function open(settings) {
  const agent = agents(settings);
  const client = axios.create({
    ...{ httpAgent: agent.http, httpsAgent: agent.https, proxy: false },
    ...{ maxRedirects: 0, maxBodyLength: Infinity, responseType: 'text' },
  });
  return {
    lane: () => async (body) => {
      const { status } = await client.post(settings.url, payloadOf(body), { headers: headersOf(body) });
      expectOk(status);
    },
    close: async () => [agent.http, agent.https].forEach((each) => each.destroy()),
  };
}
