// Which lines of two lists are not in both, in their order.

/** A line of the one list that the other does not have there, and what stands in its place. */
export type LinePair = readonly [ours: string | null, theirs: string | null];

/** The differences of two lists of lines: nothing when they are the same. */
export function lineDifferences(ours: readonly string[], theirs: readonly string[]): LinePair[] {
  // How many lines the rests of both lists have in common, from each pair of positions on.
  const common = ours.map(() => new Array<number>(theirs.length + 1).fill(0));
  common.push(new Array<number>(theirs.length + 1).fill(0));
  for (let i = ours.length - 1; i >= 0; i--) {
    for (let j = theirs.length - 1; j >= 0; j--) {
      common[i]![j] =
        ours[i] === theirs[j] ? common[i + 1]![j + 1]! + 1 : Math.max(common[i + 1]![j]!, common[i]![j + 1]!);
    }
  }
  const pairs: LinePair[] = [];
  let left: string[] = [];
  let right: string[] = [];
  const flush = (): void => {
    for (let k = 0; k < Math.max(left.length, right.length); k++) {
      pairs.push([left[k] ?? null, right[k] ?? null]);
    }
    left = [];
    right = [];
  };
  for (let i = 0, j = 0; i < ours.length || j < theirs.length;) {
    if (i < ours.length && j < theirs.length && ours[i] === theirs[j]) {
      flush();
      i++;
      j++;
    } else if (j === theirs.length || (i < ours.length && common[i + 1]![j]! >= common[i]![j + 1]!)) {
      left.push(ours[i++]!);
    } else {
      right.push(theirs[j++]!);
    }
  }
  flush();
  return pairs;
}
