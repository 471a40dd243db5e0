// The requests that the page shows: the latest ones, by number.
import type { ServedRequest } from '../../testing/index.js';
import type { Summary } from './shapes.js';
import { summaryOf } from './view.js';

/** Keeps the latest `limit` requests. */
export class KeptRequests {
  readonly limit: number;
  readonly #requests = new Map<number, ServedRequest>();
  #count = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** A request that was answered; gives its row. */
  add(request: ServedRequest): Summary {
    const id = ++this.#count;
    this.#requests.set(id, request);
    this.#requests.delete(id - this.limit);
    return summaryOf(id, request);
  }

  /** Undefined when it is not kept any more, or never was. */
  get(id: number): ServedRequest | undefined {
    return this.#requests.get(id);
  }

  /** The rows, the latest first. */
  summaries(): Summary[] {
    return Array.from(this.#requests, ([id, request]) => summaryOf(id, request)).reverse();
  }
}
