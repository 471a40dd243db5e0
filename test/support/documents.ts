// The documents as a reader has them: their headings, the links and the samples in them.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { packageRoot } from './built.js';

/** A fenced block. */
export interface Sample {
  document: string;
  /** Of its opening fence. */
  line: number;
  /** What stands behind the opening fence; empty for none. */
  language: string;
  /** What its first line calls it (`// example: post.mjs`), else its language and number in the document: `vb 1`. */
  name: string;
  text: string;
}

export interface Link {
  line: number;
  target: string;
}

const MADE = new Set(['node_modules', 'build', 'dist', 'dist-test', 'prebuilds', 'coverage']);

/** Paths of all documents, from the root of the package, with slashes. */
export function documents(): string[] {
  const below = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return MADE.has(entry.name) || entry.name.startsWith('.') ? [] : below(path);
      return entry.name.endsWith('.md') ? [relative(packageRoot, path).split(sep).join('/')] : [];
    });
  return below(packageRoot).sort();
}

function linesOf(document: string): string[] {
  return readFileSync(join(packageRoot, document), 'utf8').split('\n');
}

/** The fenced blocks of a document. An indented one, within a list, loses its indent. */
export function samples(document: string): Sample[] {
  const found: Sample[] = [];
  const counts = new Map<string, number>();
  let open: { indent: string; line: number; language: string; lines: string[] } | null = null;
  for (const [index, line] of linesOf(document).entries()) {
    const fence = /^( *)```(\S*)$/.exec(line);
    if (open === null) {
      if (fence !== null) open = { indent: fence[1]!, line: index + 1, language: fence[2]!, lines: [] };
    } else if (fence === null) {
      open.lines.push(line.startsWith(open.indent) ? line.slice(open.indent.length) : line);
    } else {
      const { language, lines } = open;
      const count = (counts.get(language) ?? 0) + 1;
      counts.set(language, count);
      const name = /\bexample: ([\w.-]+)/.exec(lines[0] ?? '')?.[1] ?? `${language || 'text'} ${count}`;
      found.push({ document, line: open.line, language, name, text: `${lines.join('\n')}\n` });
      open = null;
    }
  }
  if (open !== null) throw new Error(`${document}:${open.line}: a fence that is never closed`);
  return found;
}

/** That sample; an error when the document has lost it. */
export function sample(document: string, name: string): Sample {
  const found = samples(document).find((one) => one.name === name);
  if (found === undefined) throw new Error(`${document} has no sample ${name}`);
  return found;
}

/** The lines that are prose: those of fenced blocks are empty, and so is code within a line. */
function prose(document: string): string[] {
  let fenced = false;
  return linesOf(document).map((line) => {
    const fence = /^ *```/.test(line);
    if (fence) fenced = !fenced;
    return fence || fenced ? '' : line;
  });
}

/** The names by which a heading of the document can be linked to, as GitHub and the site make them. */
export function anchors(document: string): Set<string> {
  const seen = new Map<string, number>();
  const names = new Set<string>();
  for (const line of prose(document)) {
    const heading = /^#{1,6} +(.+?) *#*$/.exec(line)?.[1];
    if (heading === undefined) continue;
    const words = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const slug = words.replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    names.add(count === 0 ? slug : `${slug}-${count}`);
  }
  return names;
}

/** The links of a document that lead to files of this project or into a document; those elsewhere are not looked at. */
export function links(document: string): Link[] {
  return prose(document).flatMap((line, index) =>
    [...line.replace(/`[^`]*`/g, 'code').matchAll(/\]\(([^()\s]+)\)|^\[[^\]]+\]: +(\S+)/g)]
      .map((match) => ({ line: index + 1, target: (match[1] ?? match[2])! }))
      .filter(({ target }) => !/^[a-z][a-z+.-]*:/i.test(target)),
  );
}

/** What is wrong with a link; null when it leads somewhere. */
export function brokenLink(document: string, target: string): string | null {
  const [path = '', anchor] = target.split('#', 2);
  const file = path === '' ? document : posix.join(dirname(document), decodeURI(path));
  if (file.startsWith('..')) return `${target} leads out of the project`;
  if (!existsSync(join(packageRoot, file))) return `${target}: there is no ${file}`;
  if (anchor === undefined) return null;
  if (!file.endsWith('.md')) return `${target}: only documents have anchors`;
  return anchors(file).has(anchor) ? null : `${target}: ${file} has no heading #${anchor}`;
}
