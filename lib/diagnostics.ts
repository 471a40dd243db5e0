// What happens, for those who listen: diagnostics channels, and NODE_DEBUG=imnxport on stderr.
import { channel } from 'node:diagnostics_channel';
import { debuglog } from 'node:util';
import type { Progress, PostResponse } from './types.js';

/** What every message of a post has in common; the same object in all messages of one post. */
export interface PostInfo {
  /** Counts the posts of this process's JavaScript environment. */
  readonly id: number;
  /** Where it was posted to; without credentials, since a URL that has any is refused. */
  readonly url: string;
  /** Of its options; 0 when there is none. */
  readonly context: number;
}

/** The messages by channel. Nothing is published, or even made, while nobody has subscribed. */
export interface PostMessages {
  /** A post was accepted; its turn may still be to come. */
  'imnxport:post:start': { post: PostInfo };
  /** Some of it was sent. */
  'imnxport:post:progress': { post: PostInfo; progress: Progress };
  /** It has resolved with this. */
  'imnxport:post:end': { post: PostInfo; response: PostResponse };
  /** It has rejected with this. */
  'imnxport:post:error': { post: PostInfo; error: unknown };
}

/** Of streams that native code reads from or writes to. */
export interface StreamMessages {
  /** A source or a target has failed; native code was told an HRESULT. */
  'imnxport:stream:error': { error: unknown };
}

type Messages = PostMessages & StreamMessages;

const channels = {
  'imnxport:post:start': channel('imnxport:post:start'),
  'imnxport:post:progress': channel('imnxport:post:progress'),
  'imnxport:post:end': channel('imnxport:post:end'),
  'imnxport:post:error': channel('imnxport:post:error'),
  'imnxport:stream:error': channel('imnxport:stream:error'),
};

export function publish<Name extends keyof Messages>(name: Name, message: () => Messages[Name]): void {
  if (channels[name].hasSubscribers) channels[name].publish(message());
}

export function hasSubscribers(name: keyof Messages): boolean {
  return channels[name].hasSubscribers;
}

const log = debuglog('imnxport');
/** Whether somebody wants to see what debug() says. */
export const debugging = log.enabled;
/** Printed to stderr with NODE_DEBUG=imnxport. */
export const debug: (message: string, ...values: unknown[]) => void = debugging ? log : () => undefined;
