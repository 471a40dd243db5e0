// Diagnostics channels: everything is told to those who subscribe, and nothing is made for others.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { Hresult } from '../../dist/hresult.js';
import { fake, rejection, URL_ } from '../support/fake.js';

type Message = { post: { id: number; url: string; context: number } } & Record<string, unknown>;

/** What is published while `work` runs. */
async function published(work: () => Promise<void>): Promise<[string, Message][]> {
  const messages: [string, Message][] = [];
  const listener = (message: unknown, name: string | symbol) => {
    messages.push([String(name), message as Message]);
  };
  const names = ['start', 'progress', 'end', 'error'].map((name) => `imnxport:post:${name}`);
  for (const name of names) subscribe(name, listener);
  await work();
  for (const name of names) unsubscribe(name, listener);
  return messages;
}

test('a post that succeeds', async () => {
  const messages = await published(async () => {
    const { transport, native } = fake();
    const post = transport.post(URL_, 'x', { context: 7 });
    native.handlers.progress(1, 1n, 1n, false);
    native.done();
    await post;
  });
  expect(messages.map(([name]) => name)).toEqual([
    'imnxport:post:start',
    'imnxport:post:progress',
    'imnxport:post:end',
  ]);
  const [[, start], [, progress], [, end]] = messages as [
    [string, Message],
    [string, Message],
    [string, Message],
  ];
  expect(start.post).toMatchObject({ url: URL_, context: 7 });
  expect(progress.progress).toEqual({ sent: 1, total: 1, resent: false });
  expect(end.response).toMatchObject({ status: 201 });
  expect(new Set(messages.map(([, { post }]) => post)).size).toBe(1);
});

test('a post that fails, and one that is aborted', async () => {
  const messages = await published(async () => {
    const { transport, native } = fake();
    const controller = new AbortController();
    const posts = [transport.post(URL_, 'x'), transport.post(URL_, 'x', { signal: controller.signal })];
    native.done({ hresult: Hresult.IXP_E_TIMEOUT, status: 0, statusLine: null }, 1);
    controller.abort('enough');
    await Promise.all(posts.map(rejection));
  });
  const errors = messages.filter(([name]) => name === 'imnxport:post:error').map(([, { error }]) => error);
  expect(errors).toEqual([expect.objectContaining({ code: 'ERR_IMNXPORT_TIMEOUT' }), 'enough']);
  expect(new Set(messages.map(([, { post }]) => post.id)).size).toBe(2);
});

test('NODE_DEBUG=imnxport tells on stderr what happens', () => {
  const source = `
    const { fake, URL_ } = require(${JSON.stringify(join(__dirname, '..', 'support', 'fake.js'))});
    const { transport, native } = fake({ credentials: { user: 'user', password: 'secret' } });
    transport.post(URL_ + '?token=secret', 'x');
    native.done();
  `;
  const stderr = execFileSync(
    process.execPath,
    ['--eval', `process.stderr.write = (t) => process.stdout.write(t); ${source}`],
    {
      encoding: 'utf8',
      env: { ...process.env, NODE_DEBUG: 'imnxport' },
    },
  );
  expect(stderr).toMatch(/^IMNXPORT \d+: post 1: token 1\nIMNXPORT \d+: post 1: 201\n$/);
});
