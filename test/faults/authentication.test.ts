// Behaviour 6.2 and 6.3: challenges.
import { unlessWine } from '../support/wine.js';
import { authentication, digest } from './cases/authentication.js';
import { testAll } from './run.js';

testAll(authentication);

unlessWine('Digest through SSPI', () => testAll(digest));
