// The main process: one window, and the mail service for it.
'use strict';
const path = require('node:path');
const { app, BrowserWindow, ipcMain } = require('electron');
const { HttpMailTransport } = require('imnxport');
const { serveMail } = require('./mail');

// Where messages go is for the app to say, never for a page.
const mailbox = process.env.MAILBOX_URL ?? 'http://127.0.0.1:8080/inbox/';
const page = path.join(__dirname, 'renderer', 'index.html');

const service = serveMail({
  ipcMain,
  mailbox,
  makeTransport: () => new HttpMailTransport({ userAgent: 'imnxport-electron-example/1.0' }),
  isTrusted: (frame) => frame !== null && frame.parent === null && frame.url.startsWith('file:'),
});

async function openWindow() {
  const window = new BrowserWindow({
    width: 640,
    height: 480,
    webPreferences: {
      preload: path.join(__dirname, 'preload.js'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
    },
  });
  // A page of ours stays where it is and opens nothing.
  window.webContents.on('will-navigate', (event) => event.preventDefault());
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  await window.loadFile(page);
}

let closing;
// Whoever quits while something is sent waits until it has been dropped properly.
app.on('before-quit', (event) => {
  if (service.pending === 0) return;
  event.preventDefault();
  closing ??= service.abortAll().then(() => app.quit());
});
app.on('window-all-closed', () => app.quit());

void app.whenReady().then(openWindow);
