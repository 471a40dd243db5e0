// The list of cases itself, and how its cases are chosen.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { conformanceCases } from '../../dist/conformance/cases/index.js';
import { parseProvider } from '../../dist/conformance/provider-name.js';
import { selectCases } from '../../dist/conformance/select.js';
import { packageRoot } from '../support/built.js';

test('there are at least 80 cases, and each has a name of its own', () => {
  expect(conformanceCases.length).toBeGreaterThanOrEqual(80);
  expect(new Set(conformanceCases.map(({ id }) => id)).size).toBe(conformanceCases.length);
});

test('every case has an area, a sentence, a source and an expectation', () => {
  for (const { id, title, source, expected } of conformanceCases) {
    expect(id).toMatch(/^[a-z0-9-]+\/[a-z0-9-]+$/);
    expect(title.length).toBeGreaterThan(10);
    expect(source.kind === 'documented' ? source.page : source.rule).not.toBe('');
    expect(Object.keys(expected)).not.toEqual([]);
  }
});

test('the cases of an area stand together', () => {
  const areas = conformanceCases.map(({ id }) => id.split('/')[0]);
  const changes = areas.filter((area, index) => area !== areas[index - 1]);
  expect(changes).toEqual([...new Set(areas)]);
});

test('every decision is a rule of docs/behaviour.md', () => {
  const text = readFileSync(join(packageRoot, 'docs', 'behaviour.md'), 'utf8');
  const rules = new Set<string>();
  let section = '';
  for (const line of text.split('\n')) {
    section = /^## (\d+)\./.exec(line)?.[1] ?? section;
    rules.add(section);
    const number = /^(\d+)\. /.exec(line)?.[1];
    if (number !== undefined) rules.add(`${section}.${number}`);
  }
  for (const { id, source } of conformanceCases) {
    if (source.kind !== 'decision') continue;
    expect({ id, known: rules.has(source.rule.replace('behaviour ', '')) }).toEqual({ id, known: true });
  }
});

test.each([
  ['commandpost', 'post/path-null', true],
  ['documented path', 'post/path-null', true],
  ['decision path-null', 'post/path-null', false],
  ['BEHAVIOUR 2.1', 'init/before-state', true],
  ['', 'status/404', true],
])('--filter %p chooses %s: %p', (words, id, chosen) => {
  expect(selectCases(conformanceCases, words).some((each) => each.id === id)).toBe(chosen);
});

const CLSID = '{5A580C11-E5EB-11D1-A86E-0000F8084F96}';

test('providers by their names on the command line', () => {
  expect(parseProvider('builtin')).toBe('builtin');
  expect(parseProvider('inetcomm')).toBe('inetcomm');
  expect(parseProvider('5a580c11-e5eb-11d1-a86e-0000f8084f96')).toEqual({ clsid: CLSID });
  expect(parseProvider(CLSID)).toEqual({ clsid: CLSID });
  expect(parseProvider('x.dll')).toEqual({ dll: join(process.cwd(), 'x.dll') });
  expect(parseProvider(`a,b.dll,${CLSID}`)).toEqual({ dll: join(process.cwd(), 'a,b.dll'), clsid: CLSID });
});
