// Runs cases against one provider or two, side by side, each in a process of its own that may die without ending the run.
import { VERSION } from '../version.js';
import { Bench } from './bench.js';
import type { ConformanceCase } from './case.js';
import type { Problem, Provider } from './messages.js';
import type { CaseEnd, Outcome } from './outcome.js';
import { Crashed, Failed, Hung, ProviderProcess } from './provider-process.js';
import { caseReport, countOf, type Report } from './report.js';

/** What is run, and for how long. */
export interface RunOptions {
  /** The provider under test, and what it is compared with; by the names that reports show. */
  providers: { name: string; provider: Provider }[];
  /** What is tried, in this order. */
  cases: readonly ConformanceCase[];
  /** Seconds that a call, or something that is waited for, may take; default 10. */
  timeLimit?: number;
  /** Told after each case of each provider. */
  onCase?(done: number, all: number): void;
  /** Show what the providers print. */
  verbose?: boolean;
  /** Ends the run: what has not been tried is left out, and the processes end. */
  signal?: AbortSignal;
}

/** So many cases in a row that hung make the run impatient: most likely all others will. */
const PATIENCE = 3;
/** Seconds, then. */
const IMPATIENT = 1;

/** Runs all cases and judges what was seen. Rejects with the signal's reason when it is aborted. */
export async function runConformance(options: RunOptions): Promise<Report> {
  const at = new Date();
  const began = performance.now();
  const { cases, providers } = options;
  let done = 0;
  const all = cases.length * providers.length;
  const lanes = providers.map(
    ({ provider }) => new Lane(provider, options, () => options.onCase?.(++done, all)),
  );
  const results = await Promise.all(lanes.map((lane) => lane.run(cases)));
  options.signal?.throwIfAborted();

  const reports = cases.map((each, index) =>
    caseReport(
      each,
      results.map(({ outcomes }) => outcomes[index] ?? null),
    ),
  );
  const providerReports = providers.map(({ name }, index) => ({
    name,
    role: index === 0 ? ('tested' as const) : ('compared' as const),
    problem: results[index]!.problem,
    documented: countOf(reports, 'documented', index),
    decisions: countOf(reports, 'decision', index),
  }));
  const [tested] = providerReports;
  return {
    by: { imnxport: VERSION, node: process.version, platform: process.platform, arch: process.arch },
    at: at.toISOString(),
    seconds: Math.round(performance.now() - began) / 1000,
    providers: providerReports,
    cases: reports,
    different: reports.filter(({ differences }) => differences.length > 0).length,
    conforms: tested!.problem === null && tested!.documented.good === tested!.documented.all,
  };
}

/** One provider: its process, and another one when that has ended. */
class Lane {
  readonly #provider: Provider;
  readonly #options: RunOptions;
  readonly #onCase: () => void;
  #process: ProviderProcess | undefined;
  #hungInARow = 0;

  constructor(provider: Provider, options: RunOptions, onCase: () => void) {
    this.#provider = provider;
    this.#options = options;
    this.#onCase = onCase;
  }

  /** One outcome for each case; none, with the reason, when no transport can be had at all. */
  async run(cases: readonly ConformanceCase[]): Promise<{ problem: Problem | null; outcomes: Outcome[] }> {
    const outcomes: Outcome[] = [];
    const { signal } = this.#options;
    const stop = (): void => void this.#process?.end();
    signal?.addEventListener('abort', stop);
    try {
      const problem = await this.#tryOpen();
      if (problem !== null) return { problem, outcomes };
      for (const each of cases) {
        if (signal?.aborted) break;
        outcomes.push(await this.#runCase(each));
        this.#onCase();
      }
      return { problem: null, outcomes };
    } finally {
      signal?.removeEventListener('abort', stop);
      await this.#process?.end();
    }
  }

  /** Makes a transport, and lets go of it. What goes wrong there would go wrong in every case. */
  async #tryOpen(): Promise<Problem | null> {
    const process = this.#living();
    try {
      await process.ask({ do: 'open' }, 'making a transport');
      await process.ask({ do: 'forget' }, 'letting go of a transport');
      return null;
    } catch (error) {
      if (error instanceof Failed) return error.problem;
      return { code: 'ERR_IMNXPORT_PROVIDER_FAILED', message: (error as Error).message, hresult: null };
    }
  }

  async #runCase(each: ConformanceCase): Promise<Outcome> {
    const process = this.#living();
    const bench = new Bench(process);
    try {
      await each.run(bench);
      await bench.forget();
      const outcome = { end: { kind: 'completed' } as const, ...(await bench.record()) };
      this.#hungInARow = 0;
      return outcome;
    } catch (error) {
      const end = endOf(error);
      this.#hungInARow = end.kind === 'hung' ? this.#hungInARow + 1 : 0;
      // What such a process does next says nothing about the next case.
      await process.end();
      return { end, ...(await bench.record()) };
    }
  }

  #living(): ProviderProcess {
    if (this.#process === undefined || this.#process.ended) {
      this.#process = new ProviderProcess({
        provider: this.#provider,
        timeLimit: () => {
          const limit = this.#options.timeLimit ?? 10;
          return this.#hungInARow < PATIENCE ? limit : Math.min(limit, IMPATIENT);
        },
        verbose: this.#options.verbose ?? false,
      });
    }
    return this.#process;
  }
}

function endOf(error: unknown): CaseEnd {
  if (error instanceof Crashed) return { kind: 'crashed', during: error.during, how: error.how };
  if (error instanceof Hung) return { kind: 'hung', during: error.during, seconds: error.seconds };
  const during = error instanceof Failed ? error.during : 'the case';
  return { kind: 'failed', during, problem: (error as Error).message };
}
