// The fetch of Node.js itself. A file is a Blob here, which is the only body from a disk whose length it announces;
// the certificate to trust comes from NODE_EXTRA_CA_CERTS, since it has no option for one.
import fs from 'node:fs';
import { Readable } from 'node:stream';
import { bytesOf, streamOf } from '../bodies.mjs';
import { expectOk } from './index.mjs';

/** @type {import('./index.mjs').Open} */
export function open({ url }) {
  return {
    lane: () => async (body) => {
      const headers = { 'content-type': 'message/rfc822' };
      const answer = await fetch(url, { method: 'POST', headers, body: await source(body), duplex: 'half' });
      await answer.arrayBuffer();
      expectOk(answer.status);
    },
    close: async () => {},
  };
}

function source(/** @type {import('../bodies.mjs').Body} */ body) {
  if (body.kind === 'bytes') return bytesOf(body.size);
  return body.kind === 'file' ? fs.openAsBlob(body.path) : Readable.toWeb(streamOf(body));
}
