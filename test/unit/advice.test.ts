// What the command line says about a failure beside its message.
import { adviceFor } from '../../dist/cli/advice.js';
import { ImnxportError } from '../../dist/errors.js';
import { Hresult } from '../../dist/hresult.js';

test('a native part that is missing has said itself what to do', () => {
  const code = 'ERR_IMNXPORT_UNSUPPORTED_PLATFORM';
  expect(adviceFor(new ImnxportError('x', { hresult: Hresult.REGDB_E_CLASSNOTREG, code }))).toBeUndefined();
});

test('a connection that ended is tried again only where no copy can come of it', () => {
  const hresult = Hresult.IXP_E_CONNECTION_DROPPED;
  expect(adviceFor(new ImnxportError('x', { hresult, delivery: 'partial' }))).toBe('try again');
  expect(adviceFor(new ImnxportError('x', { hresult, delivery: 'whole' }))).toMatch(/^look on the server/);
});
