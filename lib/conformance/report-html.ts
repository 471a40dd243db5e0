// The report as one HTML file that needs nothing else: a row for each case, everything that was recorded behind it.
import { createHash } from 'node:crypto';
import { sourceText } from './case.js';
import { callLine, type Difference } from './compare.js';
import { factText } from './expectation.js';
import { markup, type Markup, verbatim } from './html.js';
import type { Outcome, Step } from './outcome.js';
import {
  areaOf,
  type CaseReport,
  columnNames,
  documentedText,
  type ProviderReport,
  type Report,
  type Result,
} from './report.js';
import { SCRIPT } from './report-html-script.js';
import { STYLE } from './report-html-style.js';
import { connectionView } from './report-html-wire.js';

/** The whole page. Whatever came from a provider, or over the wire, is shown as text. */
export function reportHtml(report: Report): string {
  const names = columnNames(report.providers);
  const title = `Conformance of ${names.join(', compared with ')}`;
  // No policy but this one's: nothing is loaded, and no script runs but the one below.
  const hash = createHash('sha256').update(SCRIPT).digest('base64');
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  return markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <title>${title}</title>
        ${verbatim(`<style>${STYLE}</style>`)}
      </head>
      <body style="--columns: ${names.length + 1}">
        <header>
          <h1>${title}</h1>
          <p class="note">
            imnxport ${report.by.imnxport}, Node.js ${report.by.node}, ${report.by.platform}
            ${report.by.arch}; ${report.at.replace('T', ' ').slice(0, 19)} UTC, ${report.seconds.toFixed(1)} s
          </p>
          <div class="cards">${report.providers.map(card)}${differenceCard(report)}</div>
        </header>
        ${filters(report)}
        <main>
          <div class="row head" aria-hidden="true">
            <span>case</span><span>documented</span>${names.map((name) => markup`<span>${name}</span>`)}
          </div>
          ${areas(report.cases).map(
            ([area, cases]) =>
              markup`<section class="area">
                <h2>${area}</h2>
                ${cases.map((each) => caseView(each, names))}
              </section> `,
          )}
          <p id="none" hidden>No case is like that.</p>
        </main>
        <footer>
          <p class="note">
            D: documented, has to hold. P: decided by the imnxport project where the documentation is silent;
            listed, not judged. ≠: the two providers did something differently.
          </p>
        </footer>
        ${verbatim(`<script>${SCRIPT}</script>`)}
      </body>
    </html> `.text;
}

function card({ name, role, problem, documented, decisions }: ProviderReport): Markup {
  const good = problem === null && documented.good === documented.all;
  return markup`<div class="card ${good ? 'good' : 'bad'}">
    <h2>${name}</h2>
    <p class="note">${role === 'tested' ? 'the provider under test' : 'compared with it'}</p>
    ${
      problem === null
        ? markup`<p>
              <b class="${good ? 'holds' : 'broken'}">${documented.good} of ${documented.all}</b> documented
              rows hold
            </p>
            <p>${decisions.good} of ${decisions.all} decisions are the same</p>`
        : markup`<p class="broken">could not be opened</p>
            <p>${problem.message}</p>`
    }
  </div>`;
}

function differenceCard({ providers, cases, different }: Report): Markup | null {
  if (providers.length < 2 || providers.some(({ problem }) => problem !== null)) return null;
  return markup`<div class="card">
    <h2>Between the two</h2>
    <p><b>${different} of ${cases.length}</b> cases are not alike</p>
  </div>`;
}

/** Hidden until the script is there that makes them work. */
function filters({ cases, providers }: Report): Markup {
  const kinds: [string, string][] = [
    ['', 'All'],
    ['documented', 'Documented'],
    ['decision', 'Decisions'],
    ['fails', 'Does not hold'],
  ];
  if (providers.length > 1) kinds.push(['differs', 'Differences']);
  const button = ([kind, label]: [string, string]): Markup => {
    const count = cases.filter((each) => kind === '' || classesOf(each).includes(kind)).length;
    return markup`<button type="button" data-kind="${kind}" aria-pressed="${kind === '' ? 'true' : 'false'}">
      ${label} ${count}
    </button>`;
  };
  return markup`<nav class="filters" aria-label="Which cases are shown" hidden>
    ${kinds.map(button)}
    <input type="search" placeholder="words of the title, an HRESULT, a page" aria-label="Search" />
  </nav>`;
}

/** What a case can be filtered by. */
function classesOf({ source, results, differences }: CaseReport): string[] {
  const classes: string[] = [source.kind];
  if (results.some((result) => result?.verdict === 'broken')) classes.push('fails');
  if (differences.length > 0) classes.push('differs');
  return classes;
}

function areas(cases: readonly CaseReport[]): [string, CaseReport[]][] {
  const found = new Map<string, CaseReport[]>();
  for (const each of cases) found.set(areaOf(each), [...(found.get(areaOf(each)) ?? []), each]);
  return [...found];
}

function caseView(each: CaseReport, names: readonly string[]): Markup {
  const source = sourceText(each.source);
  const sides = each.results.map((result, index) => ({ name: names[index]!, result }));
  return markup`<details class="case ${classesOf(each).join(' ')}" id="${each.id}" data-source="${source}">
    <summary>
      <div class="row">
        <span>${badges(each)}${each.title}</span
        ><span data-name="documented" class="${each.source.kind}">${documentedText(each)}</span>
        ${sides.map(({ name, result }) => markup`<span data-name="${name}" class="${result?.verdict ?? 'note'}">${result ? resultText(result) : '–'}</span>`)}
      </div>
    </summary>
    <div class="body">
      <p class="note">
        <a href="#${each.id}"><code>${each.id}</code></a>
        ${each.source.kind === 'documented' ? 'documented:' : 'decided:'} ${source}
      </p>
      ${facts(each, names)} ${each.differences.length > 0 && differencesView(each.differences, names)}
      ${sideBySide('Calls and callbacks', sides, stepsView)}
      ${sideBySide('On the wire', sides, wireView)}
    </div>
  </details> `;
}

function badges({ source, differences }: CaseReport): Markup {
  const documented = source.kind === 'documented';
  return markup`<span class="badge ${source.kind}" title="${documented ? 'documented' : 'decision'}"
      >${documented ? 'D' : 'P'}</span
    >${differences.length > 0 && markup`<span class="badge different" title="not alike">≠</span>`}`;
}

const MARKS = { holds: '✓', broken: '✗', alike: '', unlike: '~' } as const;

function resultText({ verdict, text }: Result): string {
  return `${MARKS[verdict]} ${text}`.trim();
}

/** What was looked at: what is expected of each fact, and what each provider did. */
function facts({ expected, results }: CaseReport, names: readonly string[]): Markup {
  const seen = results.flatMap((result) => Object.keys(result?.outcome.facts ?? {}));
  const all = [...new Set([...Object.keys(expected), ...seen])];
  const cellOf = (fact: string) => (result: Result | null) => {
    const value = result?.outcome.facts[fact];
    const wrong = result?.unexpected.includes(fact) ?? false;
    return markup`<td class="${wrong ? 'wrong' : ''}">${value === undefined ? '–' : factText(value)}</td>`;
  };
  return markup`<table>
    <thead>
      <tr>
        <th>looked at</th>
        <th>expected</th>
        ${names.map((name) => markup`<th>${name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${all.map(
        (fact) =>
          markup`<tr>
            <td>${fact}</td>
            <td>${expected[fact] ?? '–'}</td>
            ${results.map(cellOf(fact))}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function differencesView(differences: readonly Difference[], names: readonly string[]): Markup {
  return markup`<h3>What is not alike</h3>
    <table class="diff">
      <thead>
        <tr>
          ${names.map((name) => markup`<th>${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${differences.map(
          ({ part, ours, theirs }) =>
            markup`<tr>
              ${[ours, theirs].map((line) => markup`<td>${line === null ? '–' : `${part}: ${line}`}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>`;
}

interface Side {
  name: string;
  result: Result | null;
}

function sideBySide(heading: string, sides: readonly Side[], view: (outcome: Outcome) => Markup): Markup {
  return markup`<h3>${heading}</h3>
    <div class="sides">
      ${sides.map(
        ({ name, result }) =>
          markup`<div class="side">
            <h4>${name}</h4>
            ${result ? view(result.outcome) : markup`<p class="note">not tried</p>`}
          </div>`,
      )}
    </div>`;
}

function stepsView({ steps }: Outcome): Markup {
  if (steps.length === 0) return markup`<p class="note">nothing was called</p>`;
  return markup`<ol class="steps">
    ${steps.map(stepView)}
  </ol>`;
}

function stepView(step: Step): Markup {
  const time = `${step.at.toFixed(1)} ms`;
  if (step.kind === 'call')
    return markup`<li><code>${callLine(step)}</code> <span class="note">${time}</span></li>`;
  const fields = Object.entries(step.fields).map(([name, fact]) => `${name} ${factText(fact)}`);
  return markup`<li class="callback">
    <code>${step.method}(${fields.join(', ')}) → ${step.answer}</code>
    <span class="note">${time}, on ${step.thread}</span>
  </li>`;
}

function wireView({ connections }: Outcome): Markup {
  if (connections.length === 0) return markup`<p class="note">no connection was made</p>`;
  if (connections.length === 1) return connectionView(connections[0]!);
  return markup`${connections.map(
    (connection, index) =>
      markup`<h4>connection ${index + 1}</h4>
        ${connectionView(connection)}`,
  )}`;
}
