// Runs the list of cases through every door.
import { answering } from '../../dist/conformance/server.js';
import { cases } from './cases.js';
import { providers } from './providers.js';

describe.each(providers.map((provider) => [provider.name, provider] as const))('%s', (_name, provider) => {
  test.each(cases.map((each) => [each.row, each.says, each] as const))(
    '%s: %s',
    async (_row, _says, each) => {
      const server = await answering(each.answers!);
      const fill = (text: string) => text.replace('{origin}', server.origin);
      try {
        const url = each.url!.startsWith('{origin}') ? padded(fill(each.url!), each.url!) : each.url!;
        const outcome = await provider.post(url, Buffer.from(each.body!), each.contentType);
        expect(`0x${outcome.hresult.toString(16)}`).toBe(`0x${each.hresult.toString(16)}`);
        if (each.status !== undefined) expect(outcome.status).toBe(each.status);
        if (each.location !== undefined) expect(outcome.location).toBe(each.location && fill(each.location));
        expect(server.requests).toHaveLength(each.requests!);
        each.wire?.(server.requests);
      } finally {
        await server.close();
      }
    },
  );
});

/** A URL of exact length stays so although ports have four or five digits. */
function padded(url: string, template: string): string {
  const wanted = template.length - '{origin}'.length + 'http://127.0.0.1:12345'.length;
  return template.length > 1000 ? url.padEnd(wanted, 'a') : url;
}
