/** Times and sizes of kept kernels as people read them. */
import type { TranslationBundle } from '@jupyterlab/translation';
import { displayLocale } from './locale';

/** The time of the day; with its date when that is not today. */
export function clockText(at: string, now: Date = new Date()): string {
  const moment = new Date(at);
  const isToday = moment.toDateString() === now.toDateString();
  return isToday
    ? moment.toLocaleTimeString(displayLocale(), { hour: '2-digit', minute: '2-digit' })
    : moment.toLocaleString(displayLocale(), { dateStyle: 'short', timeStyle: 'short' });
}

/** "1.2 GB", "320 MB"; empty when it is not known. */
export function memoryText(bytes: number | null): string {
  if (bytes === null) {
    return '';
  }
  const mega = bytes / 1024 ** 2;
  return mega >= 1024 ? `${(mega / 1024).toFixed(1)} GB` : `${Math.max(1, Math.round(mega))} MB`;
}

/** How long until then: "12 min", "2 h 5 min", "less than a minute". */
export function timeLeft(until: string, now: number, trans: TranslationBundle): string {
  const minutes = Math.floor((new Date(until).getTime() - now) / 60000);
  if (minutes < 1) {
    return trans.__('less than a minute left');
  }
  const hours = Math.floor(minutes / 60);
  return hours > 0 ? trans.__('%1 h %2 min left', hours, minutes % 60) : trans.__('%1 min left', minutes);
}
