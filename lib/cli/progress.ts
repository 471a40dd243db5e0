// Shows how far a transfer is: a bar that is redrawn on a terminal, a plain line now and then elsewhere.
import type { WriteStream } from 'node:tty';
import type { Progress } from '../types.js';
import { formatBytes } from './usage.js';

export interface ProgressDisplay {
  /** For onProgress. */
  update(progress: Progress): void;
  /** Takes the bar away; whatever is printed next begins on a clean line. */
  clear(): void;
}

type Output = Pick<WriteStream, 'write'> & { isTTY?: boolean; columns?: number };

/** `label` names what is sent. */
export function progressDisplay(label: string, output: Output): ProgressDisplay {
  return output.isTTY ? bar(label, output) : lines(label, output);
}

const BAR_WIDTH = 24;

function bar(label: string, output: Output): ProgressDisplay {
  const started = process.hrtime.bigint();
  let drawn = false;
  return {
    update({ sent, total }) {
      const seconds = Number(process.hrtime.bigint() - started) / 1e9;
      const speed = `${formatBytes(Math.round(sent / seconds))}/s`;
      const text = total === null ? `${formatBytes(sent)}` : `${gauge(sent / total)} ${amount(sent, total)}`;
      output.write(`\r\x1b[K${`${label}  ${text}  ${speed}`.slice(0, (output.columns ?? 80) - 1)}`);
      drawn = true;
    },
    clear() {
      if (drawn) output.write('\r\x1b[K');
      drawn = false;
    },
  };
}

function gauge(share: number): string {
  const full = Math.round(Math.min(1, share) * BAR_WIDTH);
  return '█'.repeat(full) + '░'.repeat(BAR_WIDTH - full);
}

function amount(sent: number, total: number): string {
  const percent = String(Math.floor((sent / total) * 100)).padStart(3);
  return `${percent} %  ${formatBytes(sent)} of ${formatBytes(total)}`;
}

/** A line at each quarter of the whole, or when the amount has doubled where the whole is not known. */
function lines(label: string, output: Output): ProgressDisplay {
  let next = 0;
  return {
    update({ sent, total, resent }) {
      if (resent) next = 0;
      if (sent === 0 || sent < next) return;
      next = total === null ? sent * 2 : (Math.floor((sent / total) * 4) + 1) * (total / 4);
      output.write(`${label}: ${total === null ? formatBytes(sent) : amount(sent, total).trim()}\n`);
    },
    clear: () => undefined,
  };
}
