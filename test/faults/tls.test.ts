// Behaviour 5.4, 6.1 and 6.4, through TLS.
import { makeAuthority } from '../support/certificates.js';
import { unlessWine } from '../support/wine.js';
import { tls, tlsEnds } from './cases/tls.js';
import { testAll } from './run.js';

const authority = makeAuthority();

testAll(tls, authority);

unlessWine('the end of a TLS connection', () => testAll(tlsEnds, authority));
