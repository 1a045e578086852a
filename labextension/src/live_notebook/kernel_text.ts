/** Times and sizes of kept kernels as people read them. */

/** The time of the day; with its date when that is not today. */
export function clockText(at: string, now: Date = new Date()): string {
  const moment = new Date(at);
  const isToday = moment.toDateString() === now.toDateString();
  return isToday
    ? moment.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
    : moment.toLocaleString([], { dateStyle: 'short', timeStyle: 'short' });
}

/** "1.2 GB", "320 MB"; empty when it is not known. */
export function memoryText(bytes: number | null): string {
  if (bytes === null) {
    return '';
  }
  const mega = bytes / 1024 ** 2;
  return mega >= 1024 ? `${(mega / 1024).toFixed(1)} GB` : `${Math.max(1, Math.round(mega))} MB`;
}
