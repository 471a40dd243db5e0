// The script of the HTML report: filters, and opens what a link points to. Without it everything is simply there.

export const SCRIPT = `
'use strict';
const cases = [...document.querySelectorAll('details.case')];
const buttons = [...document.querySelectorAll('.filters button')];
const search = document.querySelector('.filters input');
function filter() {
  const kind = buttons.find((button) => button.getAttribute('aria-pressed') === 'true').dataset.kind;
  const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let shown = 0;
  for (const each of cases) {
    const text = each.firstElementChild.textContent.toLowerCase() + ' ' + each.id + ' ' + each.dataset.source.toLowerCase();
    each.hidden = !((kind === '' || each.classList.contains(kind)) && words.every((word) => text.includes(word)));
    if (!each.hidden) shown++;
  }
  for (const area of document.querySelectorAll('section.area')) area.hidden = !area.querySelector('details.case:not([hidden])');
  document.querySelector('#none').hidden = shown > 0;
}
for (const button of buttons) {
  button.addEventListener('click', () => {
    for (const other of buttons) other.setAttribute('aria-pressed', String(other === button));
    filter();
  });
}
search.addEventListener('input', filter);
function open() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target && target.matches('details.case')) { target.hidden = false; target.open = true; target.scrollIntoView(); }
}
addEventListener('hashchange', open);
document.querySelector('.filters').hidden = false;
open();
`;
