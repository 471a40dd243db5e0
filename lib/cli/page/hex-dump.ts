// Bytes that are no text, for a person: where they are, what they are, and what they would be in ASCII.

const WIDTH = 16;

/** `00000010  48 65 6c 6c 6f                                   |Hello|`, a line for each 16 bytes. */
export function hexDump(data: Buffer): string {
  const lines: string[] = [];
  for (let at = 0; at < data.byteLength; at += WIDTH) {
    const row = data.subarray(at, at + WIDTH);
    const bytes = Array.from(row, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const ascii = row.toString('latin1').replace(/[^\x20-\x7e]/g, '.');
    lines.push(`${at.toString(16).padStart(8, '0')}  ${bytes.padEnd(WIDTH * 3 - 1)}  |${ascii}|`);
  }
  return lines.join('\n');
}
