// Behaviour 5.4: what is an answer, and what is none.
import { heads } from './cases/heads.js';
import { testAll } from './run.js';

testAll(heads);
