// Columns of text for a terminal: cells are wrapped to the width of their column.

/** Splits a text into lines of at most `width` characters, at spaces where there are any. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (let word of text.trim().split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = '';
    }
    for (; word.length > width; word = word.slice(width)) lines.push(word.slice(0, width));
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** One row: cells side by side, each in its width, two spaces apart. `paint` may colour a cell's lines. */
export function row(
  cells: readonly string[],
  widths: readonly number[],
  paint: (line: string, column: number) => string = (line) => line,
): string[] {
  const wrapped = cells.map((cell, column) => wrap(cell, widths[column]!));
  const height = Math.max(...wrapped.map((lines) => lines.length));
  return Array.from({ length: height }, (_, index) =>
    wrapped
      .map((lines, column) => {
        const line = lines[index] ?? '';
        return paint(line, column) + ' '.repeat(widths[column]! - line.length);
      })
      .join('  ')
      .trimEnd(),
  );
}
