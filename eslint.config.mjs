// Lint rules: type-aware checks for TypeScript, the plain recommended ones for scripts and examples.
import js from '@eslint/js';
import ts from 'typescript-eslint';

const node = {};
for (const name of [
  'process',
  'console',
  'Buffer',
  'URL',
  'AbortController',
  'AbortSignal',
  'performance',
  'fetch',
]) {
  node[name] = 'readonly';
}
for (const name of [
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'setImmediate',
  'queueMicrotask',
]) {
  node[name] = 'readonly';
}
const commonjs = {
  require: 'readonly',
  module: 'writable',
  exports: 'writable',
  __dirname: 'readonly',
  __filename: 'readonly',
};
const jest = { describe: 'readonly', test: 'readonly', it: 'readonly', expect: 'readonly' };
for (const name of ['beforeAll', 'beforeEach', 'afterAll', 'afterEach', 'jest']) jest[name] = 'readonly';

export default ts.config(
  { ignores: ['dist/', 'dist-test/', 'build/', 'prebuilds/', 'coverage/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx', '**/*.mts', '**/*.cts'],
    extends: [ts.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-require-imports': 'off', '@typescript-eslint/unbound-method': 'off' },
  },
  {
    files: ['**/*.js', '**/*.cjs'],
    languageOptions: { sourceType: 'commonjs', globals: { ...node, ...commonjs } },
  },
  { files: ['**/*.mjs'], languageOptions: { globals: node } },
  { files: ['test/**/*.js'], languageOptions: { globals: jest } },
);
