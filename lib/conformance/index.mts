// The ES module door of imnxport/conformance.
export * from './index.js';
