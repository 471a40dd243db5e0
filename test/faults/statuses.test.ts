// Behaviour 5.3: statuses.
import { statuses } from './cases/statuses.js';
import { testAll } from './run.js';

testAll(statuses);
