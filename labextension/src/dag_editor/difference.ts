/** The smallest single span in which two texts differ. */
export interface ISpan {
  readonly from: number;
  readonly to: number;
  /** What stands there in the new text. */
  readonly insert: string;
}

export function spanBetween(before: string, after: string): ISpan | null {
  if (before === after) {
    return null;
  }
  const shortest = Math.min(before.length, after.length);
  let start = 0;
  while (start < shortest && before[start] === after[start]) {
    start++;
  }
  let end = 0;
  while (end < shortest - start && before[before.length - 1 - end] === after[after.length - 1 - end]) {
    end++;
  }
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}
