/** Where the cursor is in the text of a file, as the API counts: characters, where editors count units of UTF-16. */
import type { ICodePlace } from '../api';

export function codePlace(path: string, content: string, offset: number): ICodePlace {
  const lines = content.slice(0, offset).split('\n');
  return { path, content, line: lines.length, column: [...lines[lines.length - 1]].length };
}

/** Where the word begins that ends at `offset` and has this many characters. */
export function beforeOffset(content: string, offset: number, characters: number): number {
  let start = offset;
  for (let count = 0; count < characters && start > 0; count++) {
    start -= (content.codePointAt(start - 2) ?? 0) > 0xffff ? 2 : 1;
  }
  return start;
}
