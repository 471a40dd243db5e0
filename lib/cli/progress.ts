// Shows how far a transfer is: a bar that is redrawn on a terminal, a plain line now and then elsewhere.
import type { WriteStream } from 'node:tty';
import type { Progress } from '../types.js';
import { visibleText } from '../visible.js';
import { formatBytes } from './format-bytes.js';

export interface ProgressDisplay {
  /** For onProgress. */
  update(progress: Progress): void;
  /** Leaves the bar as it is, or takes it away; whatever is printed next begins on a clean line. */
  end(keep: boolean): void;
}

type Output = Pick<WriteStream, 'write'> & { isTTY?: boolean; columns?: number };

/** `name` is that of what is sent; a file's may have anything in it. */
export function progressDisplay(name: string, output: Output): ProgressDisplay {
  const label = visibleText(name);
  return output.isTTY ? bar(label, output) : lines(label, output);
}

const BAR_WIDTH = 24;

function bar(label: string, output: Output): ProgressDisplay {
  const started = process.hrtime.bigint();
  let drawn = false;
  return {
    update({ sent, total }) {
      const seconds = Number(process.hrtime.bigint() - started) / 1e9;
      const rate = sent / seconds;
      const left =
        total === null || sent === 0 || sent >= total ? '' : `  ${timeLeft((total - sent) / rate)}`;
      const speed = `${formatBytes(Math.round(rate))}/s${left}`;
      const text =
        total === null ? `${formatBytes(sent)}` : `${gauge(share(sent, total))} ${amount(sent, total)}`;
      output.write(`\r\x1b[K${`${label}  ${text}  ${speed}`.slice(0, (output.columns || 80) - 1)}`);
      drawn = true;
    },
    end(keep) {
      if (drawn) output.write(keep ? '\n' : '\r\x1b[K');
      drawn = false;
    },
  };
}

/** `1:05 left`, `2:00:00 left`. */
function timeLeft(seconds: number): string {
  const whole = Math.ceil(seconds);
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  return `${hours > 0 ? `${hours}:${two(minutes)}` : minutes}:${two(whole % 60)} left`;
}

/** From 0 to 1. */
function share(sent: number, total: number): number {
  return total === 0 ? 1 : Math.min(1, sent / total);
}

function gauge(part: number): string {
  const full = Math.round(part * BAR_WIDTH);
  return '█'.repeat(full) + '░'.repeat(BAR_WIDTH - full);
}

function amount(sent: number, total: number): string {
  const percent = String(Math.floor(share(sent, total) * 100)).padStart(3);
  return `${percent} %  ${formatBytes(sent)} of ${formatBytes(total)}`;
}

/** Less is over before anybody could read that it is not. */
const WORTH_A_LINE = 1_000_000;

/** A line at each quarter of the whole, or when the amount has doubled where the whole is not known. */
function lines(label: string, output: Output): ProgressDisplay {
  let next = 0;
  return {
    update({ sent, total, resent }) {
      if (resent) next = 0;
      if (sent < next || Math.max(sent, total ?? 0) < WORTH_A_LINE) return;
      next = total === null ? sent * 2 : (Math.floor((sent / total) * 4) + 1) * (total / 4);
      output.write(`${label}: ${total === null ? formatBytes(sent) : amount(sent, total).trim()}\n`);
    },
    end: () => undefined,
  };
}
