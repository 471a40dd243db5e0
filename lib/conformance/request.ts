// Requests as they came over the wire, and responses as they go over it.

/** A request as it came over the wire. */
export interface RawRequest {
  /** The request line. */
  line: string;
  /** Header lines in their order, without the request line. */
  headers: string[];
  /** The entity, taken out of its framing. */
  body: Buffer;
  /** Everything, as it was. */
  raw: Buffer;
}

/** The value of a header field, or undefined. */
export function field(request: Pick<RawRequest, 'headers'>, name: string): string | undefined {
  const prefix = `${name.toLowerCase()}:`;
  const found = request.headers.find((line) => line.toLowerCase().startsWith(prefix));
  return found?.slice(prefix.length).trim();
}

/** Takes the head of a request apart; `raw` ends with the empty line. */
export function parseHead(raw: Buffer): RawRequest {
  const [line = '', ...headers] = raw.toString('latin1').trimEnd().split('\r\n');
  return { line, headers, body: Buffer.alloc(0), raw };
}

/** The text of a response with its length. */
export function response(status: string, headers: string[] = [], body = ''): string {
  const lines = [`HTTP/1.1 ${status}`, ...headers, `Content-Length: ${Buffer.byteLength(body)}`, '', body];
  return lines.join('\r\n');
}
