// Behaviour 5.2 and 6.5: answers that come before the entity is whole.
import { earlyAnswers } from './cases/early.js';
import { testAll } from './run.js';

testAll(earlyAnswers);
