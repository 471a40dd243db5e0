// Makes of the plain comments in the headers what Doxygen reads, line by line: `node filter.mjs HEADER`.
import fs from 'node:fs';
import path from 'node:path';

const file = process.argv[2] ?? '';
const name = path.basename(file);
let text = fs.readFileSync(file, 'utf8');

/** As many lines as before, so that what Doxygen says of a line is true. */
const blank = (/** @type {string} */ part) => '\n'.repeat(part.split('\n').length - 1);
/** Characters that mean something to Doxygen. */
const escape = (/** @type {string} */ comment) => comment.replace(/[<>#@%]/g, '\\$&');

/** What is no part of the interface, or described by the system that it is of. */
const leftOut = [
  /^#define IMNXPORT_\w*_?H$/gm,
  /^#(?:undef|define) INTERFACE\b.*$/gm,
  // Names in advance.
  /(?<!\*\/\n)^typedef struct (I\w+) \1;$/gm,
  // In front of the first comment of an interface: the methods of those that it stands on, which are shown with it.
  /(?<=^DECLARE_INTERFACE_?\([^)]*\) \{\n)(?! {2}\/\*)[\s\S]*?\n(?=\n|\})/gm,
];
if (name === 'imnxport_com.h')
  leftOut.push(/\/\* IStream::Seek, where[\s\S]*?(?=\/\* Every interface begins)/);
for (const pattern of leftOut) text = text.replace(pattern, blank);

// Guards, and what exists on Windows only, let everything through.
text = text.replace(/^#ifndef IMNXPORT_\w*_?H$/m, '#if 1');
if (name === 'imnxport_automation.h') text = text.replace(/^#ifdef _WIN32$/m, '#if 1');

/** `{EE74D68E-C4D5-406C-A5B1-BEB6DE7D768F}` of the numbers that IMNXPORT_GUID takes. */
function guid(/** @type {string} */ numbers) {
  const widths = [8, 4, 4, 2, 2, 2, 2, 2, 2, 2, 2];
  const parts = numbers.split(',').map((part) => Number(part).toString(16).toUpperCase());
  const hex = parts.map((part, i) => part.padStart(widths[i] ?? 0, '0')).join('');
  return `{${hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')}}`;
}

// Doxygen has no place to link to for members of a union without a name: they say that they are in one.
text = text.replace(
  / {2}\/\* The answer, by command[\s\S]*? {2}union \{\n([\s\S]*?)\n {2}\};/,
  (_whole, members) => `\n\n${members.replaceAll('/* ', '/* in a union, by command: of ')}\n`,
);

// A GUID becomes a constant that says what it names, and how it is written.
text = text.replace(
  /(\/\* \{[^*]*(?:\*(?!\/)[^*]*)*\*\/\n)?IMNXPORT_GUID\((\w+),([\s\S]*?)\);/g,
  (whole, /** @type {string | undefined} */ comment, id, numbers) => {
    const said = comment?.replace(/^\/\* \{[^}]*\}:? ?|\s*\*\/\n$/g, '').replace(/\n \*/g, '');
    const about = said || `Names ${id.replace(/^(?:IID|CLSID|LIBID)_/, '')}.`;
    return `/** ${escape(about)} ${guid(numbers)} */ extern const GUID ${id};${blank(whole)}`;
  },
);

// Comments: of the file, of what stands below, or of what stands before them in their line.
text = text.replace(
  /\/\*(?!\*)([\s\S]*?)\*\//g,
  (whole, /** @type {string} */ inside, /** @type {number} */ at) => {
    if (inside.includes('clang-format')) return whole;
    // What is indented in that of the file are lines of a program.
    if (at === 0)
      return `/** @file ${name}\n${escape(inside)
        .replace(/^.*?: /, ' * ')
        .replace(/^ \* {3,}/gm, ' *     ')}*/`;
    const before = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
    const after = text.slice(at + whole.length).trimStart();
    if (before.trim() === '') return /^#(?!define)/.test(after) ? whole : `/**${escape(inside)}*/`;
    return /^\s*(?:\}|#(?!define))/.test(before) ? whole : `/**<${escape(inside)}*/`;
  },
);

process.stdout.write(text);
