// Transports of another make end with whoever made them: the process, a worker thread, or the garbage collector.
import { library, plainLibrary } from '../support/built.js';
import { run } from '../support/child.js';
import { CREATED, scripted } from '../support/real.js';

/** Answers what is not endless. */
async function server() {
  return scripted(async (connection) => {
    for (let head = await connection.head(); head !== null; head = await connection.head()) {
      if (head.line.includes('endless')) return connection.discard();
      if ((await connection.entity(head)) !== null) connection.write(CREATED);
    }
  });
}

describe.each([
  ['with IImnxportTransport', library],
  ['with the documented interface only', plainLibrary],
])('a transport %s', (_name, file) => {
  test.each([
    ['a provider is used', 'inbox', 0, '201'],
    ['a pointer is used', 'inbox', 0, '201'],
    ['a provider is garbage', 'inbox', 0, 'gone'],
    ['a pointer is garbage', 'inbox', 0, 'gone'],
    ['process.exit while a provider posts', 'endless', 7, ''],
    ['process.exit while a pointer posts', 'endless', 7, ''],
    ['workers are terminated while a provider posts', 'endless', 0, '201'],
    ['workers are terminated while a pointer posts', 'endless', 0, '201'],
  ])('%s', async (way, path, code, stdout) => {
    const { url } = await server();
    const result = await run('provider-lives', [way, url.replace('inbox', path), file()], ['--expose-gc']);
    expect(result).toEqual({ code, signal: null, stdout, stderr: '' });
  });
});
