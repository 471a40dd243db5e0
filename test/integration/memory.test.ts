// Bodies of any length are posted in constant memory.
import { run } from '../support/child.js';
import { scripted } from '../support/real.js';

const SIZE = 256 * 1024 * 1024;

test.each(['readable', 'generator', 'web', 'factory'])('256 MiB from a %s', async (kind) => {
  // A sink that counts nothing and keeps nothing: it answers when the last chunk has come.
  const { url } = await scripted((connection) =>
    connection.sink('HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n'),
  );
  const { code, stdout, stderr } = await run('large-post', [url, String(SIZE), kind]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const { bytesSent, grown } = JSON.parse(stdout) as { bytesSent: number; grown: number };
  expect(bytesSent).toBe(SIZE);
  expect(grown).toBeLessThan(96 * 1024 * 1024);
});
