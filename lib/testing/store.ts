// Where the server puts messages: memory or a folder.
import { createReadStream, type ReadStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';

/** Receives one message; ends with exactly one commit() or abort(). */
export interface MessageSink {
  /** The next bytes of it. */
  write(chunk: Uint8Array): Promise<void> | void;
  /** It is complete. */
  commit(): Promise<void> | void;
  /** It will not be: nothing of it is kept. */
  abort(): Promise<void> | void;
}

/** Where a server puts messages. */
export interface MessageStore {
  /** `name` is a file name, not used before. */
  create(name: string): Promise<MessageSink> | MessageSink;
  /** The bytes of a committed message; null when it is not there, or no longer. */
  read(name: string): Readable | null;
}

/** Keeps messages in memory, up to `limit` bytes in all: then the oldest go, and a longer one is not kept. */
export function memoryStore(
  limit = 256 * 1024 * 1024,
): MessageStore & { bytes(name: string): Buffer | null } {
  const messages = new Map<string, Buffer>();
  let total = 0;
  return {
    create(name) {
      let chunks: Uint8Array[] = [];
      let size = 0;
      return {
        write(chunk) {
          size += chunk.byteLength;
          if (size > limit) chunks = [];
          else chunks.push(chunk);
        },
        commit() {
          if (size > limit) return;
          messages.set(name, Buffer.concat(chunks));
          total += size;
          for (const [oldest, bytes] of messages) {
            if (total <= limit) break;
            messages.delete(oldest);
            total -= bytes.byteLength;
          }
        },
        abort: () => undefined,
      };
    },
    bytes: (name) => messages.get(name) ?? null,
    read(name) {
      const bytes = messages.get(name);
      return bytes === undefined ? null : Readable.from([bytes]);
    },
  };
}

/** Keeps each message in a file of its own; the file appears when the message is complete. */
export function folderStore(folder: string): MessageStore {
  return {
    async create(name) {
      await mkdir(folder, { recursive: true });
      const part = join(folder, `${name}.part`);
      const file = await open(part, 'w');
      return {
        async write(chunk) {
          await file.write(chunk);
        },
        async commit() {
          await file.close();
          await rename(part, join(folder, name));
        },
        async abort() {
          await file.close();
          await rm(part, { force: true });
        },
      };
    },
    read: (name): ReadStream => createReadStream(join(folder, name)),
  };
}
