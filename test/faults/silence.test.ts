// Behaviour 7: silence.
import { silence } from './cases/silence.js';
import { testAll } from './run.js';

testAll(silence);
