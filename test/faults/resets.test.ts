// Behaviour 5.4 and 5.5: connections that end.
import { unlessWine } from '../support/wine.js';
import { bareResets, resets } from './cases/resets.js';
import { testAll } from './run.js';

testAll(resets);

unlessWine('a reset without an end before it', () => testAll(bareResets));
