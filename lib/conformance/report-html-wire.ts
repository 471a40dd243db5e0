// Bytes of the wire as a person reads them: text as text, ends of lines and everything else visible.
import { markup, type Markup } from './html.js';
import type { WireConnection, WireTurn } from './outcome.js';

/** So many bytes of a turn are shown; the rest is counted. */
const SHOWN = 4096;

/** One connection: its turns one below the other, each marked with who sent it and when. */
export function connectionView({ turns, end }: WireConnection): Markup {
  return markup`${turns.map(turnView)}
    <p class="note">${turns.length === 0 ? 'nothing was sent; ' : ''}${end}</p>`;
}

function turnView({ from, at, bytes, data }: WireTurn): Markup {
  const more = bytes - Math.min(data.byteLength, SHOWN);
  return markup`<figure class="turn ${from}">
    <figcaption>
      <b>${from === 'client' ? 'transport → server' : 'server → transport'}</b> ${at.toFixed(1)} ms, ${bytes}
      bytes
    </figcaption>
    <pre>${bytesView(data.subarray(0, SHOWN))}</pre>
    ${more > 0 && markup`<p class="note">… and ${more} more bytes</p>`}
  </figure>`;
}

/** CR and LF by their names (a line ends where a LF is), other bytes that are not printable ASCII as `\xNN`. */
export function bytesView(data: Buffer): Markup[] {
  const parts: Markup[] = [];
  const pieces = data.toString('latin1').match(/\r?\n|[\x20-\x7e]+|[^\x20-\x7e]/g) ?? [];
  for (const piece of pieces) {
    if (piece.endsWith('\n')) {
      parts.push(markup`<i>${piece === '\n' ? 'LF' : 'CR LF'}</i>${'\n'}`);
    } else if (/^[\x20-\x7e]/.test(piece)) {
      parts.push(markup`${piece}`);
    } else {
      const sign = piece === '\r' ? 'CR' : `\\x${piece.charCodeAt(0).toString(16).padStart(2, '0')}`;
      parts.push(markup`<i>${sign}</i>`);
    }
  }
  return parts;
}
