// Objects that JavaScript implements, with the test in the place of native code.
import { IHTTPMailTransport } from '../../dist/com/guid.js';
import type {
  NativeHandledPost,
  NativeImplementation,
  NativePostAnswer,
  NativePostHandlers,
  NativePostReader,
  NativePostRequest,
} from '../../dist/native.js';
import { FakePointer } from './fake-native.js';

export class FakeImplementation implements NativeImplementation {
  readonly pointer: FakePointer;
  /** What ref() and unref() have left. */
  counts = true;

  constructor(iid: string) {
    this.pointer = new FakePointer(0x2000n, iid);
  }

  ref(): void {
    this.counts = true;
  }

  unref(): void {
    this.counts = false;
  }
}

/** A transport whose host is the test. */
export class FakeImplementedTransport extends FakeImplementation {
  constructor(readonly handlers: NativePostHandlers) {
    super(IHTTPMailTransport.iid);
  }

  /** Hands a post over, as the core does when its turn has come. */
  post(request: Partial<NativePostRequest> = {}): FakeHandledPost {
    const post = new FakeHandledPost();
    this.handlers.post(post, {
      ...{ url: 'http://mail.example.org/inbox/', contentType: null, userAgent: 'host/1', headers: [] },
      ...{ context: 0, length: null, ...request },
    });
    return post;
  }
}

/** A post whose body the test gives, and whose answer it gets. */
export class FakeHandledPost implements NativeHandledPost {
  reader!: NativePostReader;
  /** How often more was asked for. */
  pulls = 0;
  readonly answers: NativePostAnswer[] = [];
  /** Thrown by the next answer(). */
  refusal: unknown;
  #news: (() => void) | undefined;

  begin(reader: NativePostReader): void {
    this.reader = reader;
  }

  pull(): void {
    this.pulls++;
    this.#news?.();
  }

  answer(answer: NativePostAnswer): boolean {
    const refusal = this.refusal;
    this.refusal = undefined;
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- whatever the test wants
    if (refusal !== undefined) throw refusal;
    this.answers.push(answer);
    this.#news?.();
    return this.answers.length === 1;
  }

  /** The answer, when it has come. */
  async answered(): Promise<NativePostAnswer> {
    await this.#until(() => this.answers.length > 0);
    return this.answers[0]!;
  }

  /** Resolves when more was asked for that often. */
  pulled(times: number): Promise<void> {
    return this.#until(() => this.pulls >= times);
  }

  async #until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => (this.#news = resolve));
  }
}
