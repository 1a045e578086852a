/** Files between the browser and the person's computer. */

/** Have the browser save a text as a file. */
export function saveAsFile(name: string, text: string, type = 'application/json'): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has read it by then; without this it would stay in memory until the page ends.
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
