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
  const parts = lines.split('\n');
  const headers: Header[] = [];
  for (let i = 0; i + 1 < parts.length; i += 2) headers.push([parts[i]!, parts[i + 1]!]);
  return headers;
}
