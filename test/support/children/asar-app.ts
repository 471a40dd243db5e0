// Runs the app in an asar archive, whose path is the argument, as Electron does.
//
// Electron's Node.js reads archives like folders: its patch of `fs` reaches the module loader from inside. Here, in an ordinary
// Node.js, the same is done from outside: finding a module, reading its source and fs.existsSync know of archives. What is in
// the archive, and what lies beside it, is asked of @electron/asar itself; a `.node` that is still inside cannot be loaded
// (Electron would copy it to a temporary file), so that taking one shows.
import { extractFile, statFile } from '@electron/asar';
import fs from 'node:fs';
import Module from 'node:module';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';

const archive = resolve(process.argv[2]!);

/** The path below the archive, or null for any other. */
function inside(path: string): string | null {
  return path.startsWith(archive + sep) ? path.slice(archive.length + 1) : null;
}

/** What the archive has at a path. */
function kind(path: string): 'file' | 'folder' | null {
  const name = inside(path);
  if (name === null) return null;
  try {
    return 'files' in statFile(archive, name, true) ? 'folder' : 'file';
  } catch {
    return null;
  }
}

const isFile = (path: string) => kind(path) === 'file';
const read = (path: string) => extractFile(archive, inside(path)!).toString('utf8');

const existsOutside = fs.existsSync;
fs.existsSync = (path) => (typeof path === 'string' && kind(path) !== null) || existsOutside(path);

interface Manifest {
  main?: string;
  exports?: Record<string, { require: { default: string } }>;
}

function find(path: string): string | undefined {
  return [path, `${path}.js`, `${path}.json`, join(path, 'index.js')].find(isFile);
}

/** `imnxport` or `imnxport/testing`, looked for from the folder of whoever asks upwards. */
function findPackage(request: string, from: string): string | undefined {
  const [name = '', ...rest] = request.split('/');
  for (let folder = from; inside(folder) !== null || folder === archive; folder = dirname(folder)) {
    const root = join(folder, 'node_modules', name);
    if (kind(root) !== 'folder') continue;
    const manifest = JSON.parse(read(join(root, 'package.json'))) as Manifest;
    const exported = manifest.exports?.[['.', ...rest].join('/')]?.require.default;
    return find(join(root, exported ?? manifest.main ?? 'index.js'));
  }
  return undefined;
}

type Parent = { filename?: string } | undefined;
const loader = Module as unknown as {
  _resolveFilename(request: string, parent: Parent, ...rest: unknown[]): string;
  _extensions: Record<
    string,
    (module: { _compile(source: string, path: string): void }, path: string) => void
  >;
};
const resolveOutside = loader._resolveFilename.bind(Module);
loader._resolveFilename = (request, parent, ...rest) => {
  const from = parent?.filename === undefined ? undefined : dirname(parent.filename);
  if (inside(request) !== null) return find(request) ?? resolveOutside(request, parent, ...rest);
  const asksFromInside = from !== undefined && (inside(from) !== null || from === archive);
  if (!asksFromInside || isAbsolute(request)) return resolveOutside(request, parent, ...rest);
  const found = request.startsWith('.') ? find(join(from, request)) : findPackage(request, from);
  return found ?? resolveOutside(request, parent, ...rest);
};
const compileOutside = loader._extensions['.js']!;
loader._extensions['.js'] = (module, path) => {
  if (inside(path) === null) compileOutside(module, path);
  else module._compile(read(path), path);
};

require(join(archive, 'main.js'));
