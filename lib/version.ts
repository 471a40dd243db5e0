// The version of this package; a test keeps it equal to package.json, so that bundlers need no JSON import.

export const VERSION = '0.1.0';
