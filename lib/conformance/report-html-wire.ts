// Bytes of the wire as a person reads them: text as text, ends of lines and everything else visible.
import { visibleBytes } from '../visible.js';
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

/** The bytes with every one of them to be seen. */
export function bytesView(data: Buffer): Markup[] {
  return visibleBytes(data).map((piece) =>
    'text' in piece ? markup`${piece.text}` : markup`<i>${piece.sign}</i>`,
  );
}
