/** The bars of a Gantt chart in words. */
import type { TranslationBundle } from '@jupyterlab/translation';
import { absoluteTime, durationText, stateLabel } from '../ui';
import type { IBar, IGanttRow } from './bars';

/** Seconds that it waited and ran, as far as they are known. */
export function spansOf(bar: IBar, now: number): { waited: number | null; ran: number | null } {
  const waitedTo = bar.start ?? bar.end ?? now;
  return {
    waited: bar.queued === null ? null : Math.max(0, waitedTo - bar.queued) / 1000,
    ran: bar.start === null ? null : Math.max(0, (bar.end ?? now) - bar.start) / 1000
  };
}

/** "load, try 2: Failed, waited 0.1 s, ran 3.0 s" */
export function barText(row: IGanttRow, bar: IBar, now: number, trans: TranslationBundle): string {
  const { waited, ran } = spansOf(bar, now);
  const name = bar.tryNumber > 1 ? trans.__('%1, try %2', row.title, bar.tryNumber) : row.title;
  const parts = [
    stateLabel(bar.state, trans),
    ...(waited === null ? [] : [trans.__('waited %1', durationText(waited))]),
    ...(ran === null ? [] : [trans.__('ran %1', durationText(ran))])
  ];
  return trans.__('%1: %2', name, parts.join(', '));
}

/** The same with the moments, line by line. */
export function barTip(row: IGanttRow, bar: IBar, now: number, trans: TranslationBundle): string {
  const moment = (text: string, at: number | null): string[] =>
    at === null ? [] : [`${text} ${absoluteTime(new Date(at).toISOString())}`];
  return [
    barText(row, bar, now, trans),
    ...moment(trans.__('Queued:'), bar.queued),
    ...moment(trans.__('Started:'), bar.start),
    ...moment(trans.__('Ended:'), bar.end)
  ].join('\n');
}

/** The row in words. */
export function rowText(row: IGanttRow, now: number, isCritical: boolean, trans: TranslationBundle): string {
  const bars = row.bars.map(bar => barText(row, bar, now, trans));
  const text = bars.length > 0 ? bars.join('; ') : trans.__('%1: %2', row.title, stateLabel(row.state, trans));
  return isCritical ? trans.__('%1; on the critical path', text) : text;
}
