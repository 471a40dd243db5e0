// Which files npm would publish, and what must not be in them.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { packageRoot } from '../support/built.js';
import { installed, platforms, run, tarball } from '../support/package.js';

/** The files below a folder, with / on every system, sorted. */
function filesOf(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
    .sort();
}

/** What a platform's folder has: the addon, the COM server, and on Windows what tools and programs read beside it. */
function binariesOf(platform: string): string[] {
  if (!platform.startsWith('win32-')) return ['imnxport.node', 'libimnxport.so'];
  return ['imnxport.dll', 'imnxport.manifest', 'imnxport.node', 'imnxport.tlb'];
}

test('is less than 8 MB', () => {
  expect(statSync(tarball()).size).toBeLessThan(8_000_000);
});

test('has JavaScript with types, the binaries, the headers and the papers, and nothing else', () => {
  const papers = [
    'CHANGELOG.md',
    'LICENSE',
    'PROVENANCE.md',
    'README.md',
    'SECURITY.md',
    'THIRD_PARTY_NOTICES',
  ];
  const headers = readdirSync(join(packageRoot, 'native', 'abi')).filter((name) => name.endsWith('.h'));
  const page = 'cli/page/browser/'; // one script and what it shows
  const sources = filesOf(join(packageRoot, 'lib')).filter((file) => !file.startsWith(page));
  const compiled = sources.flatMap((file) => {
    const [, stem, m] = /^(.*)\.(m?)ts$/.exec(file)!;
    return [`dist/${stem}.${m}js`, `dist/${stem}.${m}js.map`, `dist/${stem}.d.${m}ts`];
  });
  const shown = ['main.js', 'page.css', 'page.html', 'page.svg'].map((name) => `dist/${page}${name}`);
  const wanted = [
    'package.json',
    ...papers,
    ...headers.map((name) => `native/abi/${name}`),
    ...compiled,
    ...shown,
    ...platforms().flatMap((name) => binariesOf(name).map((file) => `prebuilds/${name}/${file}`)),
  ];
  const listed = run('tar', ['tzf', tarball()]).trim().split('\n');
  expect(listed.map((name) => name.replace(/^package\//, '')).sort()).toEqual(wanted.sort());
  expect(filesOf(installed)).toEqual(wanted.sort());
});

test('does not grow unnoticed: it is less than 9 MB', () => {
  expect(statSync(tarball()).size).toBeLessThan(9_000_000);
});

/** What would be of use to nobody but an attacker, or tells of the machine that the package was made on. */
const PRIVATE: RegExp[] = [
  /\/(?:home|root|Users)\/[\w.-]+\/[\w./-]*/,
  /[A-Za-z]:\\Users\\[\w.-]+/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----\\?[\r\n]+[A-Za-z0-9+/=]{40}/,
  /\b(?:npm|ghp|gho|ghs|github_pat)_[A-Za-z0-9]{30,}/,
];

test('tells nothing of the machine that it was made on, and no secrets', () => {
  const folders = [packageRoot, homedir(), tmpdir(), process.env['IMNXPORT_CACHE']];
  const secret = /TOKEN|SECRET|PASSW|CREDENTIAL|API_?KEY/i;
  const secrets = Object.keys(process.env).filter((name) => secret.test(name));
  const values = [
    ...folders.map((folder) => folder && `${folder}${sep}`),
    ...secrets.map((name) => process.env[name]),
  ];
  const words = values.filter((value): value is string => value !== undefined && value.length >= 5);
  const found = filesOf(installed).flatMap((file) => {
    const bytes = readFileSync(join(installed, file), 'latin1');
    const matches = PRIVATE.map((pattern) => pattern.exec(bytes)?.[0]).filter((match) => match !== undefined);
    return [...matches, ...words.filter((word) => bytes.includes(word))].map((what) => `${file}: ${what}`);
  });
  expect(found).toEqual([]);
});
