// Small facts about a request, as the list and the details show them.

/** What was answered, in the colour of its class. */
export function Status({ status }: { status: number }) {
  const kind = status === 0 || status >= 400 ? 'bad' : status >= 300 ? 'moved' : 'good';
  return <span class={`badge ${kind}`}>{status === 0 ? 'lost' : status}</span>;
}

/** `14:03:22.123`, in the time of the one who looks. */
export function clockTime(at: number): string {
  const time = new Date(at);
  const part = (value: number, digits = 2) => String(value).padStart(digits, '0');
  return `${part(time.getHours())}:${part(time.getMinutes())}:${part(time.getSeconds())}.${part(time.getMilliseconds(), 3)}`;
}

/** `2.3 ms`, `14 ms`, `1.25 s`. */
export function took(milliseconds: number): string {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(2)} s`;
  return `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
}
