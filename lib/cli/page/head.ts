// Where the head of a recorded request ends.

const END = '\r\n\r\n';

/** A request's head without the empty line that ends it, and what comes behind that; as far as it was recorded. */
export function splitHead(raw: Buffer): { head: Buffer; rest: Buffer } {
  const end = raw.indexOf(END);
  const length = end < 0 ? raw.byteLength : end;
  return { head: raw.subarray(0, length), rest: raw.subarray(length + END.length) };
}
