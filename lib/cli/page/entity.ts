// Finds the entity in the recorded bytes of a request.
import type { ServedRequest } from '../../testing/index.js';
import { splitHead } from './head.js';

/**
 * The entity without its framing, as far as it was recorded. The server has read this request before, so that
 * its framing is right wherever it is complete.
 */
export function entityOf(raw: Buffer, headers: ServedRequest['headers']): Buffer {
  const { rest } = splitHead(raw);
  if (headers['transfer-encoding'] !== undefined) return unchunked(rest);
  return rest.subarray(0, Number(headers['content-length'] ?? 0));
}

/** RFC 9112, section 7.1. */
function unchunked(data: Buffer): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 0; ;) {
    const lineEnd = data.indexOf('\r\n', at);
    const size = lineEnd < 0 ? 0 : parseInt(data.toString('latin1', at, lineEnd), 16);
    if (!(size > 0)) return Buffer.concat(chunks); // the last one, or where the recording ends
    const start = lineEnd + 2;
    chunks.push(data.subarray(start, start + size));
    at = start + size + 2;
  }
}
