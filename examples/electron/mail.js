// The mail service of the main process. It is given everything that is Electron's, so that it runs without it, too.
'use strict';

const LONGEST = 25 * 1024 * 1024; // characters of a message

/**
 * Answers 'mail:post' and 'mail:abort' of the windows, and tells them 'mail:progress'.
 *
 * @param {object} parts
 * @param {Pick<import('electron').IpcMain, 'handle' | 'on'>} parts.ipcMain
 * @param {string} parts.mailbox where all messages are posted to
 * @param {() => import('imnxport').HttpMailTransport} parts.makeTransport one for each post: they are cheap, and posts of one
 *   transport wait for each other
 * @param {(frame: import('electron').WebFrameMain | null) => boolean} parts.isTrusted whether that page may post
 */
function serveMail({ ipcMain, mailbox, makeTransport, isTrusted }) {
  /** What is being posted: the way to end it, and its end. */
  const posts = new Map();
  const keyOf = (event, id) => `${event.sender.id} ${id}`;

  async function post(event, id, message, signal) {
    const transport = makeTransport();
    const window = event.sender;
    try {
      const { status, location, bytesSent } = await transport.post(mailbox, message, {
        contentType: 'message/rfc822',
        signal,
        onProgress: ({ sent, total }) => {
          if (!window.isDestroyed()) window.send('mail:progress', id, sent, total);
        },
      });
      return { status, location, bytesSent };
    } catch (error) {
      // An error loses its properties on its way to a window, a plain object does not.
      if (signal.aborted) return { failure: { code: 'ABORTED', message: 'The post was cancelled.' } };
      return { failure: { code: error.code, message: error.message, delivery: error.delivery } };
    } finally {
      await transport.close();
    }
  }

  ipcMain.handle('mail:post', async (event, id, message) => {
    if (!isTrusted(event.senderFrame)) throw new Error('This page may not post.');
    if (!Number.isSafeInteger(id) || typeof message !== 'string' || message.length > LONGEST) {
      throw new TypeError('A message is text of at most 25 MiB.');
    }
    const key = keyOf(event, id);
    if (posts.has(key)) throw new TypeError('This post is on its way already.');
    const controller = new AbortController();
    const gone = () => controller.abort();
    event.sender.once('destroyed', gone); // nobody is left to be told
    const ended = post(event, id, message, controller.signal);
    posts.set(key, { controller, ended });
    try {
      return await ended;
    } finally {
      posts.delete(key);
      event.sender.removeListener('destroyed', gone);
    }
  });

  ipcMain.on('mail:abort', (event, id) => posts.get(keyOf(event, id))?.controller.abort());

  return {
    get pending() {
      return posts.size;
    },
    /** Resolves when nothing is on its way any more. */
    async abortAll() {
      const running = [...posts.values()];
      for (const { controller } of running) controller.abort();
      await Promise.all(running.map(({ ended }) => ended));
    },
  };
}

module.exports = { serveMail };
