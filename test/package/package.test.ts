// The npm package as a user gets it: packed, installed offline into an empty folder, and used from there.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');
let folder: string;

/** The environment without what this run of npm and the test runner added: the installed package has to manage alone. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const added = ([name]: [string, unknown]) =>
    /^(npm_|IMNXPORT_(LIBRARY|C_HOST|BINDING_PATH)|JEST_|NODE_ENV)/.test(name);
  return Object.fromEntries(Object.entries(process.env).filter((entry) => !added(entry)));
}

/** Runs a program in the folder of the installed package; its output, or an error that carries it. */
function run(command: string, args: string[], cwd = folder): string {
  return execFileSync(command, args, {
    cwd,
    env: plainEnvironment(),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function pack(what: string): string {
  const before = new Set(fs.readdirSync(folder));
  run('npm', ['pack', what, '--silent', '--pack-destination', folder], root);
  const made = fs.readdirSync(folder).find((name) => name.endsWith('.tgz') && !before.has(name));
  if (made === undefined) throw new Error(`npm pack ${what} made nothing`);
  return path.join(folder, made);
}

let tarball: string;

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'imnxport-package-'));
  tarball = pack('.');
  // Without a network npm cannot look the dependency up: it is handed over along with the package.
  const dependencies = ['bindings', 'file-uri-to-path'].map((name) =>
    pack(path.join(root, 'node_modules', name)),
  );
  fs.writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
  run('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball, ...dependencies]);
}, 180_000);

afterAll(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

/** Lines that post a message to a server of their own and print what came of it; `load` brings in the two names. */
const onePost = (load: string) => `
${load}
async function main() {
  const server = new HttpMailServer();
  const url = await server.listen();
  const transport = new HttpMailTransport();
  try {
    const { status, location } = await transport.post(url + '/inbox/', 'Subject: hello\\r\\n\\r\\nhello\\r\\n', { contentType: 'message/rfc822' });
    console.log(status, typeof location, server.messages.length);
  } finally {
    await transport.close();
    await server.close();
  }
}
main();
`;

test('carries the library and its binaries, and no sources of them', () => {
  const files = run('tar', ['tzf', tarball]).trim().split('\n').map((name) => name.replace(/^package\//, '')); // prettier-ignore
  const wanted = [
    'package.json',
    'README.md',
    'LICENSE',
    'THIRD_PARTY_NOTICES',
    'dist/index.js',
    'dist/index.mjs',
    'dist/index.d.ts',
  ];
  wanted.push(
    'dist/index.d.mts',
    'dist/cli/main.js',
    'dist/cli/page/browser/main.js',
    `prebuilds/${process.platform}-${process.arch}/imnxport.node`,
    'native/abi/imnxport.h',
  );
  // Those of other systems are there when this machine could build them.
  for (const name of ['win32-x64', 'win32-ia32'].filter((name) =>
    fs.existsSync(path.join(root, 'prebuilds', name)),
  )) {
    wanted.push(`prebuilds/${name}/imnxport.node`, `prebuilds/${name}/imnxport.dll`);
  }
  expect(files).toEqual(expect.arrayContaining(wanted));
  expect(
    files.filter((name) => /^(lib|test|scripts|build|examples)\/|\.(cpp|gyp|gypi)$|tsbuildinfo/.test(name)),
  ).toEqual([]);
});

test('gives @electron/rebuild and npm nothing to build, runs nothing when it is installed, and depends on nothing but bindings', () => {
  // Both take a package with a binding.gyp for one that is to be compiled.
  expect(fs.existsSync(path.join(folder, 'node_modules/imnxport/binding.gyp'))).toBe(false);
  const text = fs.readFileSync(path.join(folder, 'node_modules/imnxport/package.json'), 'utf8');
  const { scripts, dependencies, gypfile } = JSON.parse(text) as Record<
    string,
    Record<string, string> | boolean
  >;
  expect(Object.keys(scripts ?? {}).filter((name) => /^(pre|post)?(install|prepare)$/.test(name))).toEqual(
    [],
  );
  expect(Object.keys(dependencies ?? {})).toEqual(['bindings']);
  expect(gypfile).toBe(false);
});

test('posts when it is required', () => {
  const load =
    "const { HttpMailTransport } = require('imnxport');\nconst { HttpMailServer } = require('imnxport/testing');";
  fs.writeFileSync(path.join(folder, 'use.cjs'), onePost(load));
  expect(run(process.execPath, ['use.cjs'])).toBe('201 string 1\n');
});

test('posts when it is imported', () => {
  const load =
    "import { HttpMailTransport } from 'imnxport';\nimport { HttpMailServer } from 'imnxport/testing';";
  fs.writeFileSync(path.join(folder, 'use.mjs'), onePost(load));
  expect(run(process.execPath, ['use.mjs'])).toBe('201 string 1\n');
});

test('brings the conformance kit, which finds its own transport and tries it', () => {
  const main = path.join(folder, 'node_modules', 'imnxport', 'dist', 'cli', 'main.js');
  const output = run(process.execPath, [main, 'conformance', '--filter', 'states/type']);
  expect(output).toMatch(/^builtin: 1 of 1 documented rows hold$/m);
});

test('its types serve CommonJS and ES modules', () => {
  const source = [
    "import { HttpMailTransport, type PostResponse } from 'imnxport';",
    "import { HttpMailServer } from 'imnxport/testing';",
    "import { conformanceCases, type Report, runConformance } from 'imnxport/conformance';",
    "const providers = [{ name: 'x', provider: { dll: '/x.so' } }];",
    'export const report = (): Promise<Report> => runConformance({ providers, cases: conformanceCases });',
    'export const post = (): Promise<PostResponse> => new HttpMailTransport().post(new HttpMailServer().url, "x");',
    '// @ts-expect-error a body is needed',
    'export const wrong = (): Promise<PostResponse> => new HttpMailTransport().post("http://127.0.0.1/");',
  ].join('\n');
  for (const name of ['types.cts', 'types.mts']) fs.writeFileSync(path.join(folder, name), source);
  const options = [
    '--noEmit',
    '--strict',
    '--module',
    'node20',
    '--types',
    'node',
    '--typeRoots',
    path.join(root, 'node_modules/@types'),
  ];
  const compiler = path.join(root, 'node_modules/typescript/bin/tsc');
  expect(run(process.execPath, [compiler, ...options, 'types.cts', 'types.mts'])).toBe('');
});

test('its command explains itself', () => {
  expect(run(path.join(folder, 'node_modules/.bin/imnxport'), ['--help'])).toContain('imnxport post');
});
