// What the commands have in common: exit codes and how their options are read.
import { parseArgs, type ParseArgsConfig } from 'node:util';

/** Exit codes of the process; 128 + 2 is what a shell shows for SIGINT. */
export const EXIT = { ok: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/** A wrong call of the command line. */
export class UsageError extends Error {
  /** The command that shows what is right; default: the help of the command that was called. */
  readonly help: string | undefined;

  constructor(message: string, help?: string) {
    super(message);
    this.help = help;
  }
}

type Options = NonNullable<ParseArgsConfig['options']>;
interface Config<O extends Options> {
  args: string[];
  options: O;
  allowPositionals: true;
}

/** parseArgs whose complaints are UsageErrors. */
export function parse<O extends Options>(
  args: string[],
  options: O,
): ReturnType<typeof parseArgs<Config<O>>> {
  try {
    return parseArgs<Config<O>>({ args, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message.split('. ', 1)[0]!); // the rest is advice that does not help here
  }
}

/** An AbortSignal that SIGINT and SIGTERM trigger, once; a second signal ends the process as usual. */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort(name));
  return controller.signal;
}
