// imnxport: a transport for each lane, as its documentation says.
import { fileBody, HttpMailTransport } from '../../dist/index.mjs';
import { bytesOf, isKnown, streamOf } from '../bodies.mjs';
import { expectOk } from './index.mjs';

/** @type {import('./index.mjs').Open} */
export function open({ url, ca }) {
  /** @type {HttpMailTransport[]} */
  const transports = [];
  return {
    lane() {
      const transport = new HttpMailTransport({ proxy: false, ...(ca === undefined ? {} : { tls: { ca } }) });
      transports.push(transport);
      return async (body) => {
        const options = { contentType: 'message/rfc822' };
        if (body.kind === 'readable' && isKnown(body)) options.contentLength = body.size;
        const { status } = await transport.post(url, sourceOf(body), options);
        expectOk(status);
      };
    },
    close: () => Promise.all(transports.map((transport) => transport.close())),
  };
}

function sourceOf(/** @type {import('../bodies.mjs').Body} */ body) {
  if (body.kind === 'bytes') return bytesOf(body.size);
  return body.kind === 'file' ? fileBody(body.path) : streamOf(body);
}
