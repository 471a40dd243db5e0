// HTML by template: whatever is put in is text and shown as such, unless it was made by this template itself.
import { visibleText } from '../visible.js';

/** Markup that needs no escaping any more. */
export class Markup {
  constructor(readonly text: string) {}
}

type Part = string | number | Markup | null | false | readonly Part[];

/** Makes markup; strings and numbers that are put in are escaped, null and false are nothing, lists are joined. */
export function markup(literals: TemplateStringsArray, ...parts: Part[]): Markup {
  return new Markup(literals.reduce((text, literal, index) => text + render(parts[index - 1]!) + literal));
}

/** Markup that is the same in every report: a style sheet, a script. Never anything that came from outside. */
export const verbatim = (text: string): Markup => new Markup(text);

function render(part: Part): string {
  if (part === null || part === false) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(render).join('');
  return escapeHtml(String(part));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML. What would not be seen, or would turn the text around, is shown by its number. */
export function escapeHtml(text: string): string {
  return visibleText(text).replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
