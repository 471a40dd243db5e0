// The ES module door: the one CommonJS implementation under the same names.
export * from './index.js';
