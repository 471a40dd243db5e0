// Cases that are one post and what comes of it: data, so that every door into a library can be tried with them.
import { MESSAGE } from './bench.js';
import type { ConformanceCase, PlainPost, Source } from './case.js';
import type { Expected } from './expectation.js';

export interface PlainCase extends Partial<PlainPost> {
  id: string;
  title: string;
  source: Source;
  says?: string;
  /** What CommandPOST answers at once, when it refuses the post; nothing may be sent then. */
  refused?: string;
  /** hrResult of the final response; default: S_OK. */
  result?: Expected;
  /** uiServerError; default: not looked at. */
  status?: Expected;
  /** pszLocation; default: not looked at. */
  location?: Expected;
  /** How many requests the server sees; default 1, of a documented row: not looked at. */
  requests?: Expected;
  /** What is expected of the facts of `wire`. */
  onWire?: Readonly<Record<string, Expected>>;
}

/** Makes the case. */
export function plainCase(each: PlainCase): ConformanceCase {
  const { id, title, source, says, refused, wire } = each;
  const post: PlainPost = {
    url: each.url ?? '{origin}/inbox/',
    body: each.body ?? MESSAGE,
    contentType: each.contentType,
    answers: each.answers ?? [],
    ...(wire && { wire }),
  };
  return {
    id,
    title,
    source,
    ...(says !== undefined && { says }),
    expected: expectedOf(each),
    plain: post,
    async run(bench) {
      const { transport, callback, server } = await bench.start(post.answers);
      const stream = await bench.stream(post.body);
      const call = await transport.CommandPOST(
        fillUrl(post.url, server.origin),
        stream,
        post.contentType ?? null,
      );
      if (refused !== undefined || call !== 'S_OK') bench.see('CommandPOST', call);
      if (call === 'S_OK') {
        const final = await callback.final();
        bench.see('hrResult', final.hrResult);
        bench.see('uiServerError', final.uiServerError);
        bench.see('pszLocation', final.pszLocation);
      }
      bench.see('requests', server.requests.length);
      for (const [name, fact] of Object.entries(wire?.(server.requests) ?? {})) bench.see(name, fact);
    },
  };
}

/** A documented row expects what it is about, and no more; one of ours, how the command ends as well. */
function expectedOf(each: PlainCase): Record<string, Expected> {
  const { source, refused, result, status, location, requests, onWire } = each;
  if (refused !== undefined) return { CommandPOST: refused, requests: 0 };
  const ours = source.kind === 'decision';
  const ends = ours || result !== undefined || onWire === undefined;
  return {
    ...(ends && { hrResult: result ?? 'S_OK' }),
    ...(status !== undefined && { uiServerError: status }),
    ...(location !== undefined && { pszLocation: location }),
    ...((ours || requests !== undefined) && { requests: requests ?? 1 }),
    ...onWire,
  };
}

/** Puts the server in. A long URL keeps its length, although ports have four or five digits. */
export function fillUrl(template: string, origin: string): string {
  const url = template.replace('{origin}', origin);
  const wanted = template.length - '{origin}'.length + LONGEST_ORIGIN.length;
  return template.startsWith('{origin}') && template.length > 1000 ? url.padEnd(wanted, 'a') : url;
}

/** An origin of loopback is at most so long. */
export const LONGEST_ORIGIN = 'http://127.0.0.1:12345';
