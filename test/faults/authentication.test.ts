// Behaviour 6.2 and 6.3: challenges.
import { unlessWine } from '../support/wine.js';
import { authentication, digest, ntlm } from './cases/authentication.js';
import { testAll } from './run.js';

testAll(authentication);

unlessWine('Digest through SSPI', () => testAll(digest));

unlessWine('NTLM through SSPI', () => testAll(ntlm));
