/** Files between the browser and the person's computer. */

/** Have the browser save a file. */
export function download(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has read it by then; without this it would stay in memory until the page ends.
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

/** Have the browser save a text as a file. */
export function saveAsFile(name: string, text: string, type = 'application/json'): void {
  download(name, new Blob([text], { type }));
}
