// Behaviour 6.1: redirects.
import { redirects } from './cases/redirects.js';
import { testAll } from './run.js';

testAll(redirects);
