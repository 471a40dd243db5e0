// The bodies that are posted, and the same streams for every client.
import fs from 'node:fs';
import { Readable } from 'node:stream';

/**
 * @typedef {{ kind: 'bytes', size: number }
 *   | { kind: 'file', path: string, size: number, chunk: number }
 *   | { kind: 'readable', size: number, chunk: number, known: boolean }} Body known: its length is announced
 */

const patterns = new Map();

/** Bytes of that length, made once. */
export function bytesOf(/** @type {number} */ size) {
  let bytes = patterns.get(size);
  if (!bytes) patterns.set(size, (bytes = Buffer.alloc(size, 'imnxport ')));
  return bytes;
}

/** A stream of the body; what it costs to make the bytes of a "readable" is nothing but the calls of a stream. */
export function streamOf(/** @type {Exclude<Body, { kind: 'bytes' }>} */ body) {
  if (body.kind === 'file') return fs.createReadStream(body.path, { highWaterMark: body.chunk });
  const bytes = bytesOf(body.chunk);
  let left = body.size;
  return new Readable({
    highWaterMark: body.chunk,
    read() {
      const take = Math.min(left, body.chunk);
      left -= take;
      this.push(take === 0 ? null : bytes.subarray(0, take));
    },
  });
}

/** Bytes or a stream: what clients take that do not know files. */
export function payloadOf(/** @type {Body} */ body) {
  return body.kind === 'bytes' ? bytesOf(body.size) : streamOf(body);
}

/** The headers that every client sends. */
export function headersOf(/** @type {Body} */ body) {
  const headers = { 'content-type': 'message/rfc822' };
  return isKnown(body) ? { ...headers, 'content-length': String(body.size) } : headers;
}

export function isKnown(/** @type {Body} */ body) {
  return body.kind !== 'readable' || body.known;
}
