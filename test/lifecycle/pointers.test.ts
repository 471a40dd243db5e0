// Pointers that nobody released: their reference goes with them, and whoever debugs is told.
import { run } from '../support/child.js';

const LEAK =
  'IMNXPORT_POINTER_LEAK: A COM pointer (IHTTPMailTransport) became garbage without having been released, with the place';

test.each([
  ['made by toPointer', '', []],
  ['made by toPointer', 'imnxport', [LEAK, LEAK, LEAK]],
  ['that were adopted', 'imnxport', [LEAK, LEAK, LEAK]],
  ['that were released', 'imnxport', []],
])('pointers %s are released when they are garbage (NODE_DEBUG=%s)', async (way, debug, warnings) => {
  const env = { NODE_DEBUG: debug, NODE_NO_WARNINGS: '1' };
  const { code, stdout } = await run('pointers', [way], ['--expose-gc'], env);
  expect({ code, warnings: JSON.parse(stdout) as unknown }).toEqual({ code: 0, warnings });
});
