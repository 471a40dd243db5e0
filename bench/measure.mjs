// What a process can say about itself.
import fs from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** A field of /proc/self/status in KiB. */
function status(/** @type {string} */ field) {
  const text = fs.readFileSync('/proc/self/status', 'utf8');
  return Number(new RegExp(`^${field}:\\s*(\\d+) kB$`, 'm').exec(text)?.[1]);
}

/** In KiB. process.resourceUsage().maxRSS would begin with that of the process that started this one. */
export const peakRss = () => status('VmHWM');
export const currentRss = () => status('VmRSS');

/** The names of this process's threads. */
export function threads() {
  const folder = '/proc/self/task';
  return fs.readdirSync(folder).map((id) => fs.readFileSync(`${folder}/${id}/comm`, 'utf8').trim());
}

/** Milliseconds between two looks at the clock: finer ones would cost what they measure. */
const resolution = 10;

/** Does the work and measures the time, the CPU time of all threads, and what the JavaScript thread had to do. */
export async function measure(/** @type {() => Promise<unknown>} */ work) {
  const delays = monitorEventLoopDelay({ resolution });
  delays.enable();
  const loop = performance.eventLoopUtilization();
  const cpu = process.cpuUsage();
  const start = performance.now();
  await work();
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const elu = performance.eventLoopUtilization(loop).utilization;
  // The last interval may not have ended, if the work never let the loop go.
  await new Promise((resolve) => setTimeout(resolve, 2 * resolution));
  delays.disable();
  const delay = Math.max(0, delays.max / 1e6 - resolution);
  return { seconds, cpu: (user + system) / 1e6, rss: peakRss(), elu, delay };
}
