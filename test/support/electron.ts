// A stand-in for the parts of Electron's API that examples/electron uses: both sides in one process, with its rules for what
// may pass between them (structured clone, an error arrives with its message only).
import { EventEmitter } from 'node:events';

type Handler = (event: unknown, ...args: unknown[]) => unknown;

/** The page's end of a window: what BrowserWindow.webContents is, in the main process. */
class WebContents extends EventEmitter {
  static #last = 0;
  readonly id = ++WebContents.#last;
  readonly renderer: IpcRenderer;
  #destroyed = false;

  constructor(main: IpcMain) {
    super();
    this.renderer = new IpcRenderer(main, this);
  }

  send(channel: string, ...args: unknown[]): void {
    if (this.#destroyed) throw new Error('Object has been destroyed');
    const copy = structuredClone(args);
    setImmediate(() => this.renderer.emit(channel, {}, ...copy));
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  setWindowOpenHandler(): void {}

  destroy(): void {
    this.#destroyed = true;
    this.emit('destroyed');
  }
}

class IpcMain extends EventEmitter {
  readonly #handlers = new Map<string, Handler>();

  handle(channel: string, handler: Handler): void {
    this.#handlers.set(channel, handler);
  }

  async invoke(event: unknown, channel: string, args: unknown[]): Promise<unknown> {
    const handler = this.#handlers.get(channel);
    if (!handler) throw new Error(`No handler registered for '${channel}'`);
    try {
      return structuredClone(await handler(event, ...args));
    } catch (error) {
      throw new Error(`Error invoking remote method '${channel}': ${String(error)}`);
    } finally {
      await new Promise((resolve) => setImmediate(resolve)); // messages that were sent before arrive before
    }
  }
}

class IpcRenderer extends EventEmitter {
  /** Where the page is from; a test sets another. */
  frame = { url: 'file:///app/renderer/index.html', parent: null };
  readonly #main: IpcMain;
  readonly #sender: WebContents;

  constructor(main: IpcMain, sender: WebContents) {
    super();
    this.#main = main;
    this.#sender = sender;
  }

  #event() {
    return { sender: this.#sender, senderFrame: this.frame };
  }

  send(channel: string, ...args: unknown[]): void {
    const copy = structuredClone(args);
    setImmediate(() => this.#main.emit(channel, this.#event(), ...copy));
  }

  invoke(channel: string, ...args: unknown[]): Promise<unknown> {
    return this.#main.invoke(this.#event(), channel, structuredClone(args));
  }
}

export interface WindowOptions {
  webPreferences: Record<string, unknown> & { preload: string };
}

/** What `require('electron')` gives to the main process, with the windows that it made. */
export function makeElectron() {
  const ipcMain = new IpcMain();
  const windows: { options: WindowOptions; webContents: WebContents; file: string }[] = [];

  class BrowserWindow {
    readonly webContents = new WebContents(ipcMain);
    readonly options: WindowOptions;

    constructor(options: WindowOptions) {
      this.options = options;
    }

    loadFile(file: string): Promise<void> {
      windows.push({ options: this.options, webContents: this.webContents, file });
      app.emit('window-loaded');
      return Promise.resolve();
    }
  }

  const app = Object.assign(new EventEmitter(), {
    whenReady: () => Promise.resolve(),
    quits: 0,
    quit() {
      const event = { prevented: false, preventDefault: () => (event.prevented = true) };
      app.emit('before-quit', event);
      if (event.prevented) return;
      app.quits++;
      app.emit('quit');
    },
  });
  return { app, ipcMain, BrowserWindow, windows };
}

/** What `require('electron')` gives to the preload script of a window; `exposed` is what its page sees. */
export function makePreload(ipcRenderer: IpcRenderer) {
  const exposed: Record<string, unknown> = {};
  const contextBridge = {
    exposeInMainWorld(name: string, api: unknown) {
      exposed[name] = api;
    },
  };
  return { contextBridge, ipcRenderer, exposed };
}
