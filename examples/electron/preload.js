// All that the page gets: one object with two functions. It runs in a sandbox and sees nothing else of Node.js.
'use strict';
const { contextBridge, ipcRenderer } = require('electron');

let last = 0;

contextBridge.exposeInMainWorld('mail', {
  /**
   * Begins to post a message.
   * @param {string} message
   * @param {(sent: number, total: number | null) => void} onProgress
   * @returns {{ id: number, done: Promise<object> }} done: what became of it; `failure` when it was not stored
   */
  post(message, onProgress) {
    const id = ++last;
    const listener = (_event, of, sent, total) => {
      if (of === id) onProgress(sent, total);
    };
    ipcRenderer.on('mail:progress', listener);
    const done = ipcRenderer
      .invoke('mail:post', id, message)
      .finally(() => ipcRenderer.removeListener('mail:progress', listener));
    return { id, done };
  },
  abort(id) {
    ipcRenderer.send('mail:abort', id);
  },
});
