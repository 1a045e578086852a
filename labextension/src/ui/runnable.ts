/** Which files can be run: notebooks, notebooks written as text, and scripts. */

/** By its name alone: the server says what a text is. */
export function isRunnable(item: { type: string; path: string }): boolean {
  return item.type === 'notebook' || /\.(py|r|sh|md)$/i.test(item.path);
}
