// Behaviour 5.4, 6.1 and 6.4, through TLS.
import { makeAuthority } from '../support/certificates.js';
import { tls } from './cases/tls.js';
import { testAll } from './run.js';

testAll(tls, makeAuthority());
