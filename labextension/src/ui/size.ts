/** Amounts of bytes as people read them. */
import { displayLocale } from './locale';

/** "994 B", "12.3 kB", with the decimal sign of the language. */
export function sizeText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const number = new Intl.NumberFormat(displayLocale(), { maximumFractionDigits: 1 });
  return `${number.format(bytes / 1000 ** power)} ${units[power]}`;
}
