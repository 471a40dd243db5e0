// Behaviour 5.3 and 5.4: where a body ends.
import { framing } from './cases/framing.js';
import { testAll } from './run.js';

testAll(framing);
