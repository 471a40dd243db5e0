// The plain cases of the conformance kit, one post each, through the doors that are not raw COM.
import { conformanceCases } from '../../dist/conformance/cases/index.js';
import { withoutAddresses } from '../../dist/conformance/addresses.js';
import { CREATED } from '../../dist/conformance/case-server.js';
import { broken } from '../../dist/conformance/expectation.js';
import type { Fact, Facts } from '../../dist/conformance/outcome.js';
import { fillUrl } from '../../dist/conformance/plain-case.js';
import { hresultName } from '../../dist/hresult.js';
import { raw } from '../support/real.js';
import { doors } from './doors.js';

const plain = conformanceCases.flatMap(({ id, title, plain, expected }) =>
  plain === undefined ? [] : [{ id, title, post: plain, expected }],
);

test('there are plain cases', () => expect(plain.length).toBeGreaterThan(60));

describe.each(doors.map((door) => [door.name, door] as const))('%s', (_name, door) => {
  test.each(plain.map((each) => [each.id, each.title, each] as const))(
    '%s: %s',
    async (_id, _title, each) => {
      const { post, expected } = each;
      const server = await raw([...post.answers, CREATED]);
      const url = fillUrl(post.url, server.origin);
      const outcome = await door.post(url, Buffer.from(post.body), post.contentType);
      const text = (fact: Fact) =>
        typeof fact === 'string' ? withoutAddresses(fact, [server.origin]) : fact;
      const facts: Facts = {
        // Doors do not tell whether the call or the command failed.
        ['CommandPOST' in expected ? 'CommandPOST' : 'hrResult']: hresultName(outcome.hresult),
        uiServerError: outcome.status,
        pszLocation: text(outcome.location),
        requests: server.requests.length,
        ...post.wire?.(server.requests),
      };
      expect(broken(expected, facts).map((name) => ({ [name]: facts[name] }))).toEqual([]);
    },
  );
});
