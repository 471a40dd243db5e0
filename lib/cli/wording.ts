// The message of an error in the words of the command line, whose options have other names than the library's.
import { ImnxportError } from '../errors.js';

const NAMES: readonly (readonly [RegExp, string])[] = [
  [/^url\b/, 'the URL'],
  [/^options\.contentType\b/, '--content-type'],
  [/^options\.headers\["(.*?)"\]/, "--header '$1'"],
  [/^options\.headers\b/, '--header'],
  [/^options\.proxy\b/, '--proxy'],
  [/^options\.credentials\.user\b/, '--user'],
  [/^options\.credentials\.password\b/, 'IMNXPORT_PASSWORD'],
  [/^options\.tls\.caFile\b/, '--ca-file'],
  [/^options\.logFile\b/, '--log'],
  [/\buse the credentials option$/, 'give --user instead'],
];

/** What an error says, to a person who has typed a command. */
export function wording(error: unknown): string {
  const { message } = error as Error;
  if (!ImnxportError.is(error) || error.argument === undefined) return message;
  return NAMES.reduce((text, [pattern, name]) => text.replace(pattern, name), message);
}
