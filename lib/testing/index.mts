// The ES module door of imnxport/testing.
export * from './index.js';
