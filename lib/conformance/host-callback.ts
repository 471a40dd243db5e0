// The callback of a case, as the case sees it: what it was told so far, and a way to wait for more.
import type { Bench, BenchObject } from './bench.js';
import type { ObjectId } from './messages.js';
import type { CallbackStep, Fact } from './outcome.js';

/** What OnResponse was given, see HTTPMAILRESPONSE, IXPRESULT and HTTPMAILPOST. */
export interface Response {
  command: number;
  dwContext: number;
  fDone: boolean;
  hrResult: string;
  pszResponse: string | null;
  uiServerError: number;
  hrServerError: string;
  dwSocketError: number;
  pszProblem: string | null;
  pszLocation: string | null;
  fResend: boolean;
  cbIncrement: number;
  cbCurrent: number;
  cbTotal: number;
  /** Whether pTransport is the transport that the command was given to. */
  pTransport: string;
}

export class HostCallback implements BenchObject {
  readonly #bench: Bench;
  /** Every call, in order. */
  readonly calls: CallbackStep[] = [];

  constructor(
    bench: Bench,
    readonly id: ObjectId,
    readonly name: string,
  ) {
    this.#bench = bench;
  }

  /** For the bench: takes a call down. */
  take(call: CallbackStep): void {
    this.calls.push(call);
  }

  /** How often a method was called. */
  count(method: string): number {
    return this.of(method).length;
  }

  /** The calls of a method. */
  of(method: string): CallbackStep[] {
    return this.calls.filter((call) => call.method === method);
  }

  /** What OnResponse was given so far, progress included; of one command, when its context is given. */
  responses(context?: number): Response[] {
    const all = this.of('OnResponse').map(({ fields }) => fields as unknown as Response);
    return context === undefined ? all : all.filter(({ dwContext }) => dwContext === context);
  }

  /** The responses with fDone TRUE. */
  finals(context?: number): Response[] {
    return this.responses(context).filter(({ fDone }) => fDone);
  }

  /** The statuses that were announced, by name. */
  statuses(): Fact[] {
    return this.of('OnStatus').map(({ fields }) => fields['ixpstatus']!);
  }

  /** Waits for the final response, the `number`th of them from 1. */
  final(number = 1): Promise<Response> {
    const what = number === 1 ? 'the final response' : `final response ${number}`;
    return this.#bench.until(() => this.finals()[number - 1], `waiting for ${what}`);
  }

  /** Waits until a method was called so often. */
  called(method: string, times = 1): Promise<CallbackStep> {
    const often = times === 1 ? '' : ` (${times} times)`;
    return this.#bench.until(() => this.of(method)[times - 1], `waiting for ${method}${often}`);
  }

  /** Waits until a status was announced. */
  status(name: string): Promise<true> {
    const what = `waiting for OnStatus(${name})`;
    return this.#bench.until(() => (this.statuses().includes(name) ? true : undefined), what);
  }
}
