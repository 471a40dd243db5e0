// What a conformance case is.
import type { RawAnswer, RawRequest } from '../../dist/conformance/server.js';

export interface Case {
  /** The row of the specification that it holds. */
  row: string;
  /** What that row says here, as a sentence about the post. */
  says: string;
  /** Where to post; `{origin}` is the server. Default: `{origin}/inbox/`. */
  url?: string;
  /** Default: a short message. */
  body?: string | Buffer;
  contentType?: string;
  /** What the server answers, request by request; `{origin}` is the server. Default: 201 with a Location. */
  answers?: RawAnswer[];
  /** The HRESULT of the command, or of the call that was refused. */
  hresult: number;
  /** The number in the status line; 0: no response. */
  status?: number;
  /** The location told; `{origin}` is the server. */
  location?: string | null;
  /** How many requests the server sees; default 1. */
  requests?: number;
  /** Looks closer at what went over the wire. */
  wire?(requests: RawRequest[]): void;
}
