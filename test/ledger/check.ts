// What has to be true of a message, whatever happened to it.
import type { ImnxportError } from '../../dist/errors.js';
import type { Message } from './message.js';
import { type Account, asksAgain } from './server.js';

/** stored: S_OK. ended: by its signal, or by destroy() with a reason, and nobody says how far it came. */
export type Outcome = { kind: 'stored' } | { kind: 'ended' } | { kind: 'failed'; error: ImnxportError };

/** The promises that are broken; none. */
export function check(message: Message, account: Account, outcome: Outcome): string[] {
  const violations: string[] = [];
  const broken = (text: string, holds: boolean) => {
    if (!holds) violations.push(text);
  };
  const { entries } = account;
  const last = entries.at(-1);
  const stored = entries.filter((entry) => entry.stored);
  const counted = entries.filter((entry) => !asksAgain(entry));

  broken('stored twice', stored.length <= 1);
  for (const [index, entry] of entries.entries()) {
    broken('framing', entry.broken === null);
    broken('other bytes than those of the message', entry.right);
    broken('truncated, and taken for whole', !entry.whole || entry.bytes === message.size);
    broken(
      'sent again after its last byte',
      !entry.whole || asksAgain(entry) || index === entries.length - 1,
    );
    broken('a body that lies arrived whole', !entry.whole || message.lie === null);
  }
  if (outcome.kind === 'stored') {
    broken('S_OK without a success of the server', last?.answered === 201);
    broken('S_OK and not stored', stored.length === 1 || last?.brokeItsWord === true);
    broken('S_OK and not whole', last?.whole === true || last?.brokeItsWord === true);
    broken('S_OK for a body that lies', message.lie === null);
  }
  if (outcome.kind === 'failed') {
    const { delivery } = outcome.error;
    if (counted.some(({ whole }) => whole)) broken(`whole, and told as ${delivery}`, delivery === 'whole');
    if (counted.some(({ bytes }) => bytes > 0)) broken('begun, and told as none', delivery !== 'none');
    broken('a body that lies is told as whole', message.lie === null || delivery !== 'whole');
  }
  return violations;
}

export function describeCase(message: Message, account: Account, outcome: Outcome): string {
  const { id, size, kind, lie, ending, plans, contentLength } = message;
  const told =
    outcome.kind === 'failed'
      ? `${outcome.error.code} ${outcome.error.delivery} (${outcome.error.message})`
      : outcome.kind;
  return JSON.stringify(
    { id, size, kind, contentLength, lie, ending, plans, told, entries: account.entries },
    null,
    1,
  );
}
