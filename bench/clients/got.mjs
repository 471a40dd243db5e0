// got, with agents, and without retries and redirects.
import got from 'got';
import { headersOf, payloadOf } from '../bodies.mjs';
import { expectOk } from './index.mjs';
import { agents } from './node-http.mjs';

/** @type {import('./index.mjs').Open} */
export function open(settings) {
  const agent = agents(settings);
  const https = settings.ca === undefined ? {} : { certificateAuthority: settings.ca };
  const client = got.extend({ agent, https, retry: { limit: 0 }, followRedirect: false });
  return {
    lane: () => async (body) => {
      const { statusCode } = await client.post(settings.url, {
        body: payloadOf(body),
        headers: headersOf(body),
      });
      expectOk(statusCode);
    },
    close: async () => [agent.http, agent.https].forEach((each) => each.destroy()),
  };
}
