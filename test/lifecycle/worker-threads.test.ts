// Every environment of a process has transports of its own, and takes them along when it ends.
import { run } from '../support/child.js';
import { CREATED, scripted } from '../support/real.js';

test.each([
  ['posting to their end', 20, 'inbox'],
  ['terminated in the middle of an upload', 50, 'endless'],
  ['that exit in the middle of an upload', 20, 'endless'],
])('workers %s', async (way, count, path) => {
  const { url } = await scripted(async (connection) => {
    for (let head = await connection.head(); head !== null; head = await connection.head()) {
      if (head.line.includes('endless')) return connection.discard();
      if ((await connection.entity(head)) !== null) connection.write(CREATED);
    }
  });
  const result = await run('workers', [way, url.replace('inbox', path), String(count)]);
  expect(result).toEqual({ code: 0, signal: null, stdout: '0 201', stderr: '' });
});
