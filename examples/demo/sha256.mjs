// SHA-256 of a stream or of chunks, in hexadecimal.
import { createHash } from 'node:crypto';

export async function sha256(chunks) {
  const hash = createHash('sha256');
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}
