// What the page says of a request: everything that came from a client made visible, and secrets left out.
import type { ServedRequest } from '../../testing/index.js';
import { visibleBytes, visibleText } from '../../visible.js';
import { entityOf } from './entity.js';
import { hexDump } from './hex-dump.js';
import { isSecret, withoutSecrets } from './secrets.js';
import type { BodyView, Details, MessageView, Summary } from './shapes.js';

/** The row of a request that was answered; `id` is its number. */
export function summaryOf(id: number, request: ServedRequest): Summary {
  const { method, target, status, bytes, at, duration, connection } = request;
  return { id, method, target: headText(target), status, bytes, at: at.getTime(), duration, connection };
}

/** Everything that is kept of it. */
export function detailsOf(id: number, request: ServedRequest): Details {
  const { raw, rawBytes, message } = request;
  return {
    ...summaryOf(id, request),
    headers: headersOf(request.rawHeaders),
    body: bodyOf(request, raw),
    wire: { pieces: visibleBytes(withoutSecrets(raw)), shown: raw.byteLength, bytes: rawBytes },
    message: message ? messageOf(message) : null,
  };
}

function messageOf({ path, contentType, bytes, sha256 }: MessageView): MessageView {
  return {
    path: headText(path),
    contentType: contentType === null ? null : headText(contentType),
    bytes,
    sha256,
  };
}

function headersOf(raw: readonly string[]): [string, string][] {
  const headers: [string, string][] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i]!;
    headers.push([headText(name), isSecret(name) ? '***' : headText(raw[i + 1]!)]);
  }
  return headers;
}

function bodyOf(request: ServedRequest, raw: Buffer): BodyView {
  const entity = entityOf(raw, request.headers);
  const bytes = Math.max(request.bytes, entity.byteLength);
  const text = textOf(entity, entity.byteLength < bytes);
  return {
    kind: text === null ? 'hex' : 'text',
    text: text === null ? hexDump(entity) : visibleText(text.replaceAll('\r\n', '\n')),
    shown: entity.byteLength,
    bytes,
  };
}

/** Text is what is UTF-8 and has no NUL. `cut`: the last character may be incomplete. */
function textOf(bytes: Buffer, cut = false): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: cut });
  } catch {
    return null;
  }
}

/** Node.js gives what stands in a head byte by byte; what is not ASCII is UTF-8 nearly always. */
function headText(bytes: string): string {
  return visibleText(textOf(Buffer.from(bytes, 'latin1')) ?? bytes);
}
