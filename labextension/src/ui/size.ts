/** Amounts of bytes as people read them. */

/** "994 B", "12.3 kB", with the browser's decimal sign. */
export function sizeText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const number = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
  return `${number.format(bytes / 1000 ** power)} ${units[power]}`;
}
