// Callbacks of the user that throw: an uncaught exception on the next tick, and nothing else is disturbed.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

test('what listeners throw surfaces as uncaught exceptions while the post goes on', () => {
  // In a process of its own: jest would take the exceptions for its own.
  const source = `
    const { fake, URL_ } = require(${JSON.stringify(join(__dirname, '..', 'support', 'fake.js'))});
    const uncaught = [];
    process.on('uncaughtException', (error) => uncaught.push(error.message));
    const { transport, native } = fake();
    transport.on('status', () => { throw new Error('status'); });
    transport.on('command', () => { throw new Error('command'); });
    transport.on('fault', () => { throw new Error('fault'); });
    const post = transport.post(URL_, 'x', { onProgress() { throw new Error('progress'); } });
    native.handlers.status(1);
    native.handlers.command(0, 'POST / HTTP/1.1');
    native.handlers.progress(1, 1n, 1n, false);
    native.handlers.fault(1, { hresult: 0x800ccc19, problem: null, socketError: 0 });
    native.done();
    post.then(({ status }) => setImmediate(() => console.log(JSON.stringify({ status, uncaught }))));
  `;
  const output = execFileSync(process.execPath, ['--eval', source], { encoding: 'utf8' });
  expect(JSON.parse(output)).toEqual({ status: 201, uncaught: ['status', 'command', 'progress', 'fault'] });
});
