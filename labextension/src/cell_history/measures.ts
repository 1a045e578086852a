/** What is shown of cells: time, output or memory. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ICellOfRun, ICellPoint } from '../api/cells';
import { durationText } from '../ui';
import { sizeText } from '../ui/size';

export const MEASURES = ['seconds', 'output_bytes', 'memory_bytes'] as const;
export type Measure = (typeof MEASURES)[number];

/** One bar: what an earlier run took, or the one that is shown (the last bar). */
export interface IBar {
  runId: string;
  value: number;
  text: string;
  /** The run had another source, so it says little about this one. */
  isOther: boolean;
  isNow: boolean;
}

export function measureLabel(measure: Measure, trans: TranslationBundle): string {
  switch (measure) {
    case 'seconds':
      return trans.__('Time');
    case 'output_bytes':
      return trans.__('Output');
    case 'memory_bytes':
      return trans.__('Memory');
  }
}

export function measureText(measure: Measure, value: number | null): string {
  if (value === null) {
    return '';
  }
  return measure === 'seconds' ? timeText(value) : sizeText(value);
}

/** As elsewhere, with milliseconds for quick cells. */
export function timeText(seconds: number): string {
  return seconds < 0.1 ? `${Math.round(seconds * 1000)} ms` : durationText(seconds);
}

/** What a full bar means at least, so that quick cells do not look as if they jumped. */
export function fullBar(bars: readonly IBar[], measure: Measure): number {
  const least = { seconds: 0.1, output_bytes: 1000, memory_bytes: 1_000_000 }[measure];
  return Math.max(least, ...bars.map(bar => bar.value));
}

/** The earlier runs of the cell, the oldest first, then the one that is shown. */
export function barsOf(cell: ICellOfRun, measure: Measure, runId: string): IBar[] {
  const bar = (point: Pick<ICellPoint, Measure>, run: string, isOther: boolean, isNow: boolean): IBar[] => {
    const value = point[measure];
    return value === null ? [] : [{ runId: run, value, text: measureText(measure, value), isOther, isNow }];
  };
  const now = { seconds: cell.seconds ?? 0, output_bytes: cell.output_bytes ?? 0, memory_bytes: cell.memory_bytes };
  return [
    ...cell.earlier.flatMap(point => bar(point, point.dag_run_id, !point.is_same_source, false)),
    ...(cell.seconds === null ? [] : bar(now, runId, false, true))
  ];
}
