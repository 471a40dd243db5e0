// The commands beside CommandPOST: SendMessage's arguments are documented; what this project does of the others is its own.
import type { Bench, BenchObject } from '../bench.js';
import { type ConformanceCase, decided, documented } from '../case.js';
import type { Argument } from '../messages.js';

type Given = (bench: Bench, url: string | null) => Promise<(Argument | BenchObject)[]>;

/** Each with good arguments: only its path is NULL when `url` is. */
const others: Record<string, Given> = {
  CommandGET: (_bench, url) => list(url, ['text/plain'], false, 0),
  CommandPUT: (_bench, url) => list(url, { bytes: 'data' }, 4, 0),
  CommandDELETE: (_bench, url) => list(url, 0),
  CommandBDELETE: (_bench, url) => list(url, ['a.eml'], 0),
  CommandMKCOL: (_bench, url) => list(url, 0),
  CommandCOPY: (_bench, url) => list(url, 'http://127.0.0.1/to', false, 0),
  CommandBCOPY: (_bench, url) => list(url, ['a.eml'], 'http://127.0.0.1/to', ['b.eml'], false, 0),
  CommandMOVE: (_bench, url) => list(url, 'http://127.0.0.1/to', false, 0),
  CommandBMOVE: (_bench, url) => list(url, ['a.eml'], 'http://127.0.0.1/to', ['b.eml'], false, 0),
  MemberInfo: (_bench, url) => list(url, 3, 0, false, 0),
  FindFolders: (_bench, url) => list(url, 0),
  MarkRead: (_bench, url) => list(url, ['a.eml'], true, 0),
  SendMessage: async (bench, url) => [
    url,
    'a@example.com',
    ['b@example.com'],
    false,
    await bench.stream(),
    0,
  ],
  ListContacts: (_bench, url) => list(url, 0),
  ListContactInfos: (_bench, url) => list(url, 0),
  ContactInfo: (_bench, url) => list(url, 0),
};

const list = (...args: Argument[]): Promise<Argument[]> => Promise.resolve(args);

const unimplemented: ConformanceCase[] = Object.entries(others).map(([method, given]) => ({
  id: `commands/${method.toLowerCase()}`,
  title: `${method} checks its arguments, then the state, then is E_NOTIMPL`,
  source: decided('2.9'),
  expected: {
    'before InitNew': 'IXP_E_NOT_INIT',
    'path NULL': 'E_INVALIDARG',
    [method]: 'E_NOTIMPL',
    requests: 0,
  },
  async run(bench) {
    const server = await bench.server();
    const transport = await bench.transport();
    bench.see('before InitNew', await transport.other(method, await given(bench, server.url)));
    await transport.mustInitNew(await bench.callback());
    bench.see('path NULL', await transport.other(method, await given(bench, null)));
    bench.see(method, await transport.other(method, await given(bench, server.url)));
    bench.see('requests', server.requests.length);
  },
}));

/** SendMessage with one argument that is NULL. */
const sendMessage: ConformanceCase[] = (
  [
    ['path', 0],
    ['from', 1],
    ['targets', 2],
    ['stream', 4],
  ] as const
).map(([name, index]) => ({
  id: `commands/sendmessage-${name}-null`,
  title: `SendMessage with a ${name} that is NULL is refused`,
  source: documented('IHTTPMailTransport::SendMessage'),
  expected: { SendMessage: 'E_INVALIDARG' },
  async run(bench) {
    const { transport, server } = await bench.start();
    const args = await others['SendMessage']!(bench, server.url);
    args[index] = null;
    bench.see('SendMessage', await transport.other('SendMessage', args));
  },
}));

export const commands: readonly ConformanceCase[] = [...sendMessage, ...unimplemented];
