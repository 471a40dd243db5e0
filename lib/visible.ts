// Text and bytes that came from elsewhere, as a person can see them: nothing in them stays invisible.

/** What is not seen, or turns the text around: control and format characters but tab and line feed, lone surrogates. */
const INVISIBLE = /(?![\t\n])[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

/** The text with what would not be seen shown by its number: `\u{202e}`. */
export function visibleText(text: string): string {
  return text.replace(INVISIBLE, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

/** A part of what was sent: text as it is, or a sign that stands for bytes that cannot be seen. */
export type Piece = { readonly text: string } | { readonly sign: string };

/** CR and LF by their names (a line ends where a LF is), other bytes that are not printable ASCII as `\xNN`. */
export function visibleBytes(data: Uint8Array): Piece[] {
  const text = Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('latin1');
  const pieces: Piece[] = [];
  for (const part of text.match(/\r?\n|\r|[\x20-\x7e]+|[^\x20-\x7e\r\n]+/g) ?? []) {
    if (part.endsWith('\n')) pieces.push({ sign: part === '\n' ? 'LF' : 'CR LF' }, { text: '\n' });
    else if (part === '\r') pieces.push({ sign: 'CR' });
    else if (/^[\x20-\x7e]/.test(part)) pieces.push({ text: part });
    else pieces.push({ sign: Array.from(part, numbered).join('') });
  }
  return pieces;
}

const numbered = (character: string) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
