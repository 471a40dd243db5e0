// The two doors of the package show the same things, and its version is told once.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VERSION } from '../../dist/version.js';

const root = join(__dirname, '..', '..');

/** Runs a module in a Node.js of its own, in the folder of the package, and gives what it prints. */
function run(source: string, env: NodeJS.ProcessEnv = {}): string {
  const args = ['--input-type=module', '--eval', source];
  return execFileSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
}

test('the version is that of package.json', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  expect(VERSION).toBe(manifest.version);
});

test.each(['imnxport', 'imnxport/testing', 'imnxport/conformance'])(
  'import and require of %s give the same values',
  (name) => {
    const output = run(`
    import { createRequire } from 'node:module';
    import * as esm from '${name}';
    const cjs = createRequire(import.meta.url)('${name}');
    const interop = ['default', 'module.exports', '__esModule'];
    const names = (module) => Object.keys(module).filter((name) => !interop.includes(name)).sort();
    const same = names(cjs).every((n) => esm[n] === cjs[n]);
    console.log(JSON.stringify({ esm: names(esm), cjs: names(cjs), same }));
  `);
    const { esm, cjs, same } = JSON.parse(output) as { esm: string[]; cjs: string[]; same: boolean };
    expect(esm).toEqual(cjs);
    expect(esm.length).toBeGreaterThan(0);
    expect(same).toBe(true);
  },
);

test('without a native part the package can be imported, and the first use says what is missing', () => {
  const output = run(
    `
    import { HttpMailTransport, isSupported, fileBody, hresultName } from 'imnxport';
    fileBody('mail.eml');
    hresultName(0);
    let code;
    try { new HttpMailTransport(); } catch (error) { code = error.code; }
    console.log(isSupported(), code);
  `,
    { IMNXPORT_BINDING_PATH: '/no/such/addon.node' },
  );
  expect(output.trim()).toBe('false ERR_IMNXPORT_UNSUPPORTED_PLATFORM');
});
