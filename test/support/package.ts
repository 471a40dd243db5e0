// The npm package as scripts/pack.js has packed it, and installed it in a folder of its own.
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './built.js';

const { folder } = require(join(packageRoot, 'scripts', 'pack.js')) as { folder: string };

/** An app that has the package installed, and nothing else. */
export const app = join(folder, 'app');
/** The package in it. */
export const installed = join(app, 'node_modules', 'imnxport');
/** A tool of release/. */
export const tool = (path: string): string => join(packageRoot, 'release', 'node_modules', path);

/** The file that npm would publish. */
export function tarball(): string {
  const name = readdirSync(folder).find((file) => /^imnxport-.*\.tgz$/.test(file));
  if (name === undefined)
    throw new Error(`${folder} has no packed package: npm test -- --only=package makes it`);
  return join(folder, name);
}

/** The platforms that it has binaries for. */
export const platforms = (): string[] => readdirSync(join(installed, 'prebuilds')).sort();

/** The environment without what npm and the test runner have added: the installed package has to manage alone. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const added = ([name]: [string, unknown]) =>
    /^(npm_|IMNXPORT_(LIBRARY|C_HOST|BINDING_PATH)|JEST_|NODE_ENV)/.test(name);
  return Object.fromEntries(Object.entries(process.env).filter((entry) => !added(entry)));
}

/** Runs a program; its output, or an error that carries it. */
export function run(command: string, args: string[], cwd = app): string {
  return execFileSync(command, args, {
    cwd,
    env: plainEnvironment(),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** A program of release/trials, which posts a message to a server of its own. */
export const trial = (name: string): string => join(packageRoot, 'release', 'trials', name);
/** What it prints when the message got there. */
export const POSTED = '201 string 1\n';
