// What a client sent over a connection, as lines that can be compared: what may differ from run to run is taken out.
import { createHash } from 'node:crypto';
import type { WireConnection } from './outcome.js';
import { field, parseHead } from './request.js';

const HEAD_END = '\r\n\r\n';

/**
 * One line for each line of a request's head, and one for its entity. How the bytes were cut into packets or
 * chunks does not show, nor how far a request came that was cut off.
 */
export function wireLines(connections: readonly WireConnection[]): string[] {
  return connections.flatMap((connection, index) => [
    `connection ${index + 1}`,
    ...requestLines(connection).map(steady),
  ]);
}

function requestLines({ turns }: WireConnection): string[] {
  const sent = turns.filter(({ from }) => from === 'client');
  const kept = Buffer.concat(sent.map(({ data }) => data));
  const all = sent.reduce((sum, { bytes }) => sum + bytes, 0);
  const lines: string[] = [];
  let at = 0;
  while (at < kept.byteLength) {
    const end = kept.indexOf(HEAD_END, at);
    if (end < 0) return [...lines, 'a head that is cut off'];
    const head = parseHead(kept.subarray(at, end + HEAD_END.length));
    lines.push(head.line, ...head.headers);
    at = end + HEAD_END.length;
    const entity = entityAt(kept, at, all, head);
    lines.push(entity.line);
    if (entity.end === null) return lines;
    at = entity.end;
  }
  return lines;
}

/** Says what the entity is that begins at `at`; `end`: where the next request begins, null: nobody knows. */
function entityAt(
  kept: Buffer,
  at: number,
  all: number,
  head: { headers: string[] },
): { line: string; end: number | null } {
  if (field(head, 'transfer-encoding') === 'chunked') return chunkedAt(kept, at, all);
  const length = Number(field(head, 'content-length') ?? 0);
  if (at + length > all) return { line: 'an entity that is cut off', end: null };
  if (at + length > kept.byteLength) return { line: `an entity of ${length} bytes`, end: null };
  return { line: entityLine([kept.subarray(at, at + length)]), end: at + length };
}

function chunkedAt(kept: Buffer, start: number, all: number): { line: string; end: number | null } {
  const chunks: Buffer[] = [];
  for (let at = start; ;) {
    const lineEnd = kept.indexOf('\r\n', at);
    const size = lineEnd < 0 ? NaN : parseInt(kept.toString('latin1', at, lineEnd), 16);
    const next = lineEnd + 2 + size + 2;
    if (Number.isNaN(size) || next > kept.byteLength) {
      return {
        line: kept.byteLength < all ? 'a long entity in chunks' : 'an entity that is cut off',
        end: null,
      };
    }
    if (size === 0) return { line: `in chunks, ${entityLine(chunks)}`, end: next };
    chunks.push(kept.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = next;
  }
}

function entityLine(parts: Buffer[]): string {
  const entity = Buffer.concat(parts);
  if (entity.byteLength === 0) return 'an entity of 0 bytes';
  const hash = createHash('sha256').update(entity).digest('hex').slice(0, 16);
  return `an entity of ${entity.byteLength} bytes, SHA-256 ${hash}…`;
}

/** A line of a head without what is drawn at random. */
function steady(line: string): string {
  return line.replace(/\b(cnonce|response)="[^"]*"/g, '$1="…"');
}
