// The end of a command, put together from what native code passes one by one.
import type { Header, NativeHandlers, NativeRefusal, NativeResult } from './native.js';

/** The `done` of native handlers, for somebody who wants an object. */
export abstract class EndHandler implements Pick<NativeHandlers, 'done'> {
  protected abstract ended(token: number, result: NativeResult): void;

  done(
    token: number,
    hresult: number,
    context: number,
    status: number,
    statusLine: string | null,
    location: string | null,
    url: string | null,
    problem: string | null,
    socketError: number,
    sent: number,
    total: number | null,
    delivery: 0 | 1 | 2,
    resent: boolean,
    headers: string | null,
    body: Uint8Array | null,
    bodyTruncated: boolean,
    refusal: NativeRefusal | null,
  ): void {
    this.ended(token, {
      hresult,
      context,
      status,
      statusLine,
      location,
      url,
      problem,
      socketError,
      sent,
      total,
      delivery,
      resent,
      headers: headersOf(headers),
      body: body ?? new Uint8Array(0),
      bodyTruncated,
      refusal,
    });
  }
}

function headersOf(lines: string | null): Header[] {
  if (lines === null) return [];
  const headers: Header[] = [];
  let start = 0;
  for (;;) {
    const name = lines.indexOf('\n', start);
    const value = lines.indexOf('\n', name + 1);
    if (name < 0 || value < 0) return headers;
    headers.push([lines.slice(start, name), lines.slice(name + 1, value)]);
    start = value + 1;
  }
}
