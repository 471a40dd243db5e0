// imnxport/testing: an HTTPMail-like server for tests and for trying things out.
export type { AuthOptions } from './auth.js';
export { type Answer, HttpMailServer, type HttpMailServerOptions, type ServerEvents } from './server.js';
export type { ServedRequest } from './recorder.js';
export { folderStore, memoryStore, type MessageSink, type MessageStore } from './store.js';
export type { StoredMessage } from './receive.js';
