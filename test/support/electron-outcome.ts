// What support/children/electron-example prints when all is well.
const stored = (bytesSent: number) => ({
  status: 201,
  location: expect.stringContaining('/inbox/') as string,
  bytesSent,
});
const aborted = { failure: { code: 'ABORTED', message: 'The post was cancelled.' } };
export const exampleOutcome = {
  preferences: { preload: 'preload.js', contextIsolation: true, sandbox: true, nodeIntegration: false },
  exposed: ['post', 'abort'],
  first: stored(3_000_000),
  second: stored(28),
  last: [3_000_000, 3_000_000],
  cancelledEnd: aborted,
  refused: expect.stringContaining('A message is text') as string,
  foreign: expect.stringContaining('This page may not post') as string,
  droppedEnd: aborted,
  quits: 1,
  bytes: [28, 3_000_000],
};
