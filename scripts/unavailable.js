// The one error that means: this machine lacks something, as opposed to: something went wrong.
'use strict';

/** The message names what is lacking. */
class Unavailable extends Error {}

module.exports = { Unavailable };
