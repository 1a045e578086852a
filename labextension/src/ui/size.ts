/** Amounts of bytes as people read them. */
import { displayLocale } from './locale';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];

/** "994 bytes", "12.3 kB", with the units and the decimal sign of the language. */
export function sizeText(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const unitDisplay = power === 0 ? 'long' : 'short';
  const number = new Intl.NumberFormat(displayLocale(), { style: 'unit', unit: UNITS[power], unitDisplay, maximumFractionDigits: 1 });
  return number.format(bytes / 1000 ** power);
}
