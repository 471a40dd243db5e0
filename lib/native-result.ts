// The end of a command, put together from what native code passes one by one.
import type { Header, NativeHandlers, NativeResult } from './native.js';

/** The `done` of native handlers, for somebody who wants an object. */
export function doneHandler(onDone: (token: number, result: NativeResult) => void): NativeHandlers['done'] {
  return (
    token,
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
    headers,
    body,
    bodyTruncated,
    refusal,
  ) =>
    onDone(token, {
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

function headersOf(lines: string | null): Header[] {
  if (lines === null) return [];
  const parts = lines.split('\n');
  const headers: Header[] = [];
  for (let i = 0; i + 1 < parts.length; i += 2) headers.push([parts[i]!, parts[i + 1]!]);
  return headers;
}
