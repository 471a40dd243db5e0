// A source whose size the caller has announced: another one is a failure, as with the contentLength of a post.
import type { ChunkIterator, ChunkSource } from '../chunk-source.js';
import { isChunk, toBytes } from '../chunks.js';
import { ImnxportError } from '../errors.js';
import { Hresult } from '../hresult.js';
import { isThenable } from '../validate.js';

/** Throws ImnxportError ERR_IMNXPORT_INCOMPLETE when the source knows better. */
export function sizedSource(source: ChunkSource, size: number): ChunkSource {
  if (source.length === size) return source;
  if (source.length !== null) throw wrongSize(size, `${source.length}`);
  return {
    ...source,
    length: size,
    open() {
      const chunks = source.open();
      return isThenable(chunks)
        ? Promise.resolve(chunks).then((opened) => counted(opened, size))
        : counted(chunks, size);
    },
    ...(source.fork && { fork: () => sizedSource(source.fork!(), size) }),
  };
}

/** Fails at the byte that is missing, or with the chunk that has one too many. */
function counted(chunks: ChunkIterator, size: number): ChunkIterator {
  let count = 0;
  const check = (step: IteratorResult<unknown>): IteratorResult<unknown> => {
    if (step.done && count < size) throw wrongSize(size, `only ${count}`);
    if (step.done || !isChunk(step.value)) return step;
    const bytes = toBytes('source', step.value);
    count += bytes.byteLength;
    if (count > size) throw wrongSize(size, 'more');
    return { done: false, value: bytes };
  };
  return {
    next() {
      const step = chunks.next();
      return isThenable(step) ? Promise.resolve(step).then(check) : check(step);
    },
  };
}

function wrongSize(size: number, actual: string): ImnxportError {
  const init = { hresult: Hresult.IXP_E_INCOMPLETE, argument: 'options.size' };
  return new ImnxportError(`options.size is ${size}, but the source has ${actual} bytes`, init);
}
