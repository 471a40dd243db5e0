// The style sheet of the HTML report: readable on a telephone, on paper, by day and by night.

export const STYLE = `
:root {
  color-scheme: light dark;
  --back: #ffffff; --raised: #f5f6f8; --ink: #1c2127; --faint: #5c6673; --line: #d9dde3;
  --good: #14733a; --bad: #b3261e; --warn: #8a5a00; --link: #0b57d0;
  --good-back: #e2f4e8; --bad-back: #fde7e5; --warn-back: #fdf0d5; --client: #0b57d0; --server: #7a3aa8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --back: #14171b; --raised: #1d2127; --ink: #e4e7eb; --faint: #9aa4b1; --line: #343b45;
    --good: #6fd08c; --bad: #ff8a80; --warn: #f2c063; --link: #8ab4f8;
    --good-back: #16331f; --bad-back: #431d1a; --warn-back: #3a2d10; --client: #8ab4f8; --server: #d0a3f0;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 90rem; padding: 1rem; background: var(--back); color: var(--ink);
  font: 1rem/1.45 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; margin: 0.5rem 0; }
h2 { font-size: 1.1rem; margin: 1.6rem 0 0.4rem; }
h3 { font-size: 0.95rem; margin: 1.1rem 0 0.4rem; }
code, pre { font-family: ui-monospace, "Cascadia Mono", Consolas, "DejaVu Sans Mono", monospace; font-size: 0.85rem; }
pre { margin: 0; white-space: pre-wrap; }
.note { color: var(--faint); font-size: 0.85rem; margin: 0.3rem 0; }
.cards { display: grid; gap: 0.75rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); }
.card { border: 1px solid var(--line); border-left: 0.35rem solid var(--faint); border-radius: 0.4rem; padding: 0.6rem 0.9rem;
  background: var(--raised); }
.card.good { border-left-color: var(--good); } .card.bad { border-left-color: var(--bad); }
.card h2 { margin: 0 0 0.3rem; } .card p { margin: 0.15rem 0; }
.filters { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: 0.4rem; padding: 0.6rem 0; margin-top: 1rem;
  background: var(--back); border-bottom: 1px solid var(--line); }
.filters button, .filters input { font: inherit; font-size: 0.9rem; color: inherit; background: var(--raised); border: 1px solid var(--line);
  border-radius: 1rem; padding: 0.25rem 0.8rem; }
.filters button[aria-pressed="true"] { background: var(--ink); color: var(--back); border-color: var(--ink); }
.filters button { cursor: pointer; } .filters input { flex: 1 1 10rem; min-width: 8rem; }
.row { display: grid; grid-template-columns: minmax(0, 1.5fr) repeat(var(--columns), minmax(0, 1fr)); gap: 0.2rem 1rem; }
.head { font-weight: 600; padding: 0.4rem 0.6rem; border-bottom: 2px solid var(--line); }
details.case { border-bottom: 1px solid var(--line); }
details.case > summary { padding: 0.35rem 0.6rem; cursor: pointer; list-style: none; }
details.case > summary::-webkit-details-marker { display: none; }
details.case > summary:hover, details.case[open] > summary { background: var(--raised); }
summary:focus-visible, button:focus-visible, input:focus-visible, a:focus-visible { outline: 2px solid var(--link); outline-offset: 1px; }
.body { padding: 0.2rem 0.6rem 1.2rem; border-left: 0.25rem solid var(--line); margin-left: 0.2rem; }
.badge { display: inline-block; min-width: 1.5rem; text-align: center; border-radius: 0.25rem; font-size: 0.75rem; font-weight: 700;
  padding: 0 0.25rem; margin-right: 0.35rem; background: var(--line); }
.badge.documented { background: var(--ink); color: var(--back); } .badge.different { background: var(--warn-back); color: var(--warn); }
span.decision:not(.badge) { color: var(--faint); }
.holds { color: var(--good); } .broken { color: var(--bad); font-weight: 600; } .unlike { color: var(--warn); } .alike { color: inherit; }
.sides { display: grid; gap: 0.6rem 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); align-items: start; }
.side { min-width: 0; } .side > h4 { margin: 0 0 0.3rem; font-size: 0.85rem; color: var(--faint); font-weight: 600; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
th, td { text-align: left; vertical-align: top; padding: 0.2rem 0.6rem 0.2rem 0; border-bottom: 1px solid var(--line); }
td.wrong { color: var(--bad); font-weight: 600; }
ol.steps { list-style: none; margin: 0; padding: 0; font-size: 0.85rem; }
ol.steps li { padding: 0.2rem 0.5rem; border-left: 0.2rem solid var(--client); margin-bottom: 0.25rem; background: var(--raised); }
ol.steps li.callback { border-left-color: var(--server); margin-left: 1rem; }
ol.steps li { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; }
ol.steps .note { margin: 0; }
figure.turn { margin: 0 0 0.5rem; border: 1px solid var(--line); border-left: 0.2rem solid var(--client); border-radius: 0.25rem;
  background: var(--raised); padding: 0.3rem 0.5rem; }
figure.turn.server { border-left-color: var(--server); }
figcaption { font-size: 0.8rem; color: var(--faint); } figcaption b { color: var(--client); } .server figcaption b { color: var(--server); }
pre i { font-style: normal; font-size: 0.65rem; color: var(--faint); border: 1px solid var(--line); border-radius: 0.2rem; padding: 0 0.2rem;
  margin-left: 0.15rem; }
.diff td { font-family: ui-monospace, Consolas, monospace; font-size: 0.8rem; background: var(--warn-back); padding: 0.2rem 0.5rem;
  border-bottom: 1px solid var(--back); width: 50%; }
.diff th { font-size: 0.8rem; color: var(--faint); }
a { color: var(--link); }
[hidden] { display: none !important; }
@media (max-width: 44rem) {
  body { padding: 0.6rem; }
  .row { grid-template-columns: 1fr; }
  .row.head { display: none; }
  .row > [data-name]::before { content: attr(data-name) ": "; color: var(--faint); font-weight: 400; }
  .row > :first-child { font-weight: 500; }
}
@media print { .filters { display: none; } }
`;
