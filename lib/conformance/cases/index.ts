// All cases, by area, in the order in which they are run and shown.
import type { ConformanceCase } from '../case.js';
import { callback } from './callback.js';
import { commands } from './commands.js';
import { identity } from './identity.js';
import { init } from './init.js';
import { logon } from './logon.js';
import { post } from './post.js';
import { redirect } from './redirect.js';
import { response } from './response.js';
import { states } from './states.js';
import { status } from './status.js';
import { stream } from './stream.js';
import { timeout } from './timeout.js';

/** All cases, area by area. */
export const conformanceCases: readonly ConformanceCase[] = [
  ...init,
  ...states,
  ...post,
  ...stream,
  ...response,
  ...status,
  ...redirect,
  ...logon,
  ...timeout,
  ...callback,
  ...identity,
  ...commands,
];
