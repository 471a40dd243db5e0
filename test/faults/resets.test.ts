// Behaviour 5.4 and 5.5: connections that end.
import { resets } from './cases/resets.js';
import { testAll } from './run.js';

testAll(resets);
