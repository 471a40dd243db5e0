// What a case of the fault server is: one object, of which `run.ts` makes one test.
import type { Delivery } from '../../dist/constants.js';
import type { HresultName } from '../../dist/hresult.js';
import type { Origins, Script } from './server.js';

export interface Logon {
  user: string;
  password: string;
}

/** Given for the origin `here`, by the options. */
export const GIVEN: Logon = { user: 'sender', password: 'correct horse' };
/** Put into an Authorization header by the host. */
export const TOKEN = 'Bearer battery-staple';

export interface FaultCase {
  /** A sentence that can be true or false. */
  title: string;
  /** A new server's script, for each run of the case; null: nobody listens. */
  server: (() => Script) | null;
  /** The script of a server of another origin. */
  elsewhere?: () => Script;
  /** Which of them speak TLS; only in files with `tls` in their name. */
  tls?: 'here' | 'elsewhere' | 'both';
  /** Default: http://127.0.0.1:port/inbox/. */
  url?: (origins: Origins) => string;
  /** Bytes of the entity; default 32. */
  size?: number;
  /** False: the stream cannot be rewound, and its length is not known. Default: true. */
  seeks?: boolean;
  /** Milliseconds of silence; default 60,000. */
  idle?: number;
  /** Whether GIVEN is in the options. */
  credentials?: boolean;
  /** Header fields of the host. */
  headers?: readonly (readonly [string, string])[];
  /** Answers to OnLogonPrompt, one after another; null: cancel. Afterwards, and by default: a failure. */
  logons?: readonly (Logon | null)[];
  /** How often OnTimeout answers to wait on; default: never. */
  waits?: number;
  /** The second post, which shows that the transport is usable, goes to the same server; default: to a healthy one. */
  again?: boolean;
  expected: Expected;
}

export interface Expected {
  hresult: HresultName | readonly HresultName[];
  /** uiServerError; null: none came. */
  status: number | null | readonly (number | null)[];
  /** Several where two threads or systems race, and each outcome is right. */
  delivery: Delivery | readonly Delivery[];
  /** How many requests begin, at both servers together; default 1. */
  requests?: number;
  /** The target of one of the requests. */
  target?: string;
  /** How many entities arrive whole, at both servers; default: not looked at, but at most one for each request. */
  entities?: number;
  /** How many connections are made to both servers. */
  connections?: number;
  /** pszLocation; null: none. Default: not looked at. */
  location?: string | null | ((origins: Origins) => string);
  /** In pszProblem. */
  problem?: RegExp;
  /** How often OnTimeout, OnLogonPrompt are called; default 0. */
  timeouts?: number;
  prompts?: number;
  /** Bytes of the response's body that are kept, and whether it was cut. */
  body?: number;
  truncated?: boolean;
}
