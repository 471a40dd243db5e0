// Chooses cases by words, as --filter does.
import { type ConformanceCase, sourceText } from './case.js';

/** The cases in whose id, title, source or kind every word of the text occurs, whatever its case. */
export function selectCases(cases: readonly ConformanceCase[], text: string): ConformanceCase[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return cases.filter(({ id, title, source }) => {
    const about = `${id} ${title} ${source.kind} ${sourceText(source)}`.toLowerCase();
    return words.every((word) => about.includes(word));
  });
}
