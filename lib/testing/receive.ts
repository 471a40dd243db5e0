// Receives the entity of a POST into the store.
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { ServedRequest } from './recorder.js';
import type { MessageStore } from './store.js';

/** A message that arrived whole. */
export interface StoredMessage {
  /** The path that Location names, e.g. `/inbox/000001.eml`. */
  readonly path: string;
  /** The file name in the store, e.g. `000001.eml`. */
  readonly name: string;
  /** As it was sent; null for none. */
  readonly contentType: string | null;
  /** Its length. */
  readonly bytes: number;
  /** In lower-case hexadecimal. */
  readonly sha256: string;
}

/**
 * Stores the entity of `request` under `name`, in constant memory. Undefined when the connection ended before
 * the entity did: then nothing is kept.
 */
export async function receive(
  request: IncomingMessage,
  record: ServedRequest,
  store: MessageStore,
  name: string,
): Promise<StoredMessage | undefined> {
  const sink = await store.create(name);
  const hash = createHash('sha256');
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      record.bytes += chunk.byteLength;
      hash.update(chunk);
      await sink.write(chunk);
    }
  } catch {
    await sink.abort(); // reset or closed in the middle: `request.complete` is false too
    return undefined;
  }
  await sink.commit();
  const folder = new URL(record.target, 'http://localhost').pathname.replace(/\/*$/, '/');
  const contentType = request.headers['content-type'] ?? null;
  return { path: folder + name, name, contentType, bytes: record.bytes, sha256: hash.digest('hex') };
}
