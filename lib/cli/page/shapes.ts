// What the page is told, as JSON. Every text in it can be seen as it is, and is to be shown as text.
import type { Piece } from '../../visible.js';

/** All that is known when a page begins to listen. */
export interface Snapshot {
  /** Where messages are posted to, without a slash at the end. */
  url: string;
  /** So many requests are kept: the oldest go. */
  limit: number;
  /** Another one is another server, whose numbers begin anew. */
  server: string;
  /** The latest first. */
  requests: Summary[];
}

/** One row of the list. */
export interface Summary {
  /** Counted from 1, in the order in which they were answered. */
  id: number;
  method: string;
  target: string;
  /** 0: the connection was lost. */
  status: number;
  /** Of the entity. */
  bytes: number;
  /** When its head had arrived, in milliseconds since 1970. */
  at: number;
  /** Milliseconds from then until it was answered. */
  duration: number;
  connection: number;
}

/** Everything about one request. */
export interface Details extends Summary {
  headers: [name: string, value: string][];
  body: BodyView;
  wire: WireView;
  message: MessageView | null;
}

/** The beginning of an entity. `text`: with lines that end in LF; `hex`: a dump of bytes that are no text. */
export interface BodyView {
  kind: 'text' | 'hex';
  text: string;
  /** Bytes of the entity that are in `text`, and all that arrived. */
  shown: number;
  bytes: number;
}

/** The beginning of what came over the wire for a request, head and framing and all. */
export interface WireView {
  pieces: Piece[];
  shown: number;
  bytes: number;
}

/** What was stored. */
export interface MessageView {
  path: string;
  contentType: string | null;
  bytes: number;
  sha256: string;
}
