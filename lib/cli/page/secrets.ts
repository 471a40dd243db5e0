// What of a request is shown to nobody, as in the log: the values of fields that let somebody in.
import { splitHead } from './head.js';

const NAMES = ['authorization', 'proxy-authorization', 'cookie'];

/** Whether the value of a field of that name is left out. */
export function isSecret(name: string): boolean {
  return NAMES.includes(name.toLowerCase());
}

/** The raw bytes of a request with `***` for each such value in its head. */
export function withoutSecrets(raw: Buffer): Buffer {
  const { head } = splitHead(raw);
  let secret = false;
  const clean = head
    .toString('latin1')
    .split(/(?<=\n)/)
    .map((line) => {
      const name = /^[^:\s]*/.exec(line)![0];
      const goesOn = /^[ \t]/.test(line); // the value of the line before
      if (!goesOn) secret = isSecret(name);
      return secret ? `${goesOn ? ' ' : `${name}: `}***${/\r?\n$|$/.exec(line)![0]}` : line;
    });
  return Buffer.concat([Buffer.from(clean.join(''), 'latin1'), raw.subarray(head.byteLength)]);
}
