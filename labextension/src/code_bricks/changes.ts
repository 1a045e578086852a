/** What differs between two texts, in as few and small pieces as an inserted brick needs: the rest of the text is not touched. */

export interface ITextChange {
  from: number;
  to: number;
  insert: string;
}

/** The changes that make `after` of `before`, when a brick was put at `firstLine` (from 1) and imports above it. */
export function changesBetween(before: string, after: string, firstLine: number): ITextChange[] {
  const brick = offsetOfLine(after, firstLine);
  const tail = Math.min(commonEnd(before, after, 0), after.length - brick);
  const [old, made] = [before.slice(0, before.length - tail), after.slice(0, after.length - tail)];
  const [oldAbove, above] = [old.trimEnd(), made.slice(0, brick).trimEnd()];
  const imports = single(oldAbove, above);
  const rest = { from: oldAbove.length, to: old.length, insert: made.slice(above.length) };
  return [imports, rest].filter(change => change.from < change.to || change.insert !== '');
}

function single(before: string, after: string): ITextChange {
  let start = 0;
  const shorter = Math.min(before.length, after.length);
  while (start < shorter && before[start] === after[start]) {
    start++;
  }
  const end = commonEnd(before, after, start);
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}

/** How many characters both texts end with alike, not counting the first `start`. */
function commonEnd(before: string, after: string, start: number): number {
  const longest = Math.min(before.length, after.length) - start;
  let count = 0;
  while (count < longest && before[before.length - 1 - count] === after[after.length - 1 - count]) {
    count++;
  }
  return count;
}

/** Where a line (from 1) begins. */
export function offsetOfLine(text: string, line: number): number {
  let offset = 0;
  for (let number = 1; number < line; number++) {
    const next = text.indexOf('\n', offset);
    if (next < 0) {
      return text.length;
    }
    offset = next + 1;
  }
  return offset;
}

/** The line (from 1) that holds an offset. */
export function lineOfOffset(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** The text with the changes done; they are in order and do not overlap. */
export function applied(text: string, changes: readonly ITextChange[]): string {
  return [...changes]
    .reverse()
    .reduce((done, change) => done.slice(0, change.from) + change.insert + done.slice(change.to), text);
}
