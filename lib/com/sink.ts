// Brings what native code writes to its target.
import type { ConsumerOwner, NativeConsumer } from '../native.js';
import type { ChunkTarget } from './target.js';

export interface SinkOptions {
  /** Whether the target is ended when native code has let go. */
  end: boolean;
  hresultOf: (error: unknown) => number;
  /** Hears of the failure of the target, once. */
  onFailure: (error: unknown) => void;
}

/** The owner of a NativeConsumer. */
export class Sink implements ConsumerOwner {
  #consumer: NativeConsumer | undefined;
  readonly #target: ChunkTarget;
  readonly #options: SinkOptions;
  #failed = false;
  #done = false;

  constructor(target: ChunkTarget, options: SinkOptions) {
    this.#target = target;
    this.#options = options;
  }

  attach(consumer: NativeConsumer): void {
    this.#consumer = consumer;
    this.#target.onFailure((error) => this.#fail(error));
  }

  write(chunk: Uint8Array): void {
    if (this.#failed) return;
    const { byteLength } = chunk; // a target may keep the chunk for itself
    this.#target.write(chunk).then(
      () => this.#consumer?.taken(byteLength),
      (error: unknown) => this.#fail(error),
    );
  }

  closed(): void {
    if (this.#failed) return;
    if (!this.#options.end) {
      this.#done = true;
      this.#target.release();
      return;
    }
    this.#target.end().then(
      () => (this.#done = true),
      (error: unknown) => this.#fail(error),
    );
  }

  #fail(error: unknown): void {
    if (this.#failed || this.#done) return;
    this.#failed = true;
    this.#consumer?.fail(this.#options.hresultOf(error));
    this.#options.onFailure(error);
  }
}
