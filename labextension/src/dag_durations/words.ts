/** The chart in words. */
import type { TranslationBundle } from '@jupyterlab/translation';
import { durationText, shortTime, stateLabel } from '../ui';
import type { IPoint, ISeries } from './measures';

export function seriesName(taskId: string | null, trans: TranslationBundle): string {
  return taskId ?? trans.__('Whole run');
}

/** "load, run of 21 Nov, 10:00: 3.2 s, Success, unusual" */
export function pointText(series: ISeries, point: IPoint, trans: TranslationBundle): string {
  const name = seriesName(series.taskId, trans);
  const values = [shortTime(point.due, Date.now()), durationText(point.seconds), stateLabel(point.state, trans)];
  return point.isOutlier
    ? trans.__('%1, run of %2: %3, %4, unusual', name, ...values)
    : trans.__('%1, run of %2: %3, %4', name, ...values);
}

/** What is usual of a series, in a sentence. */
export function usualText({ points, usual }: ISeries, trans: TranslationBundle): string {
  if (points.length === 0) {
    return trans.__('has not ended in any of these runs');
  }
  if (usual === null) {
    return trans._n('%1 run: too few to say what is usual', '%1 runs: too few to say what is usual', points.length);
  }
  const unusual = points.filter(point => point.isOutlier).length;
  return unusual === 0
    ? trans._n(
        'usually %2 (the median of %1 run); none stands out',
        'usually %2 (the median of %1 runs); none stands out',
        points.length,
        durationText(usual.median)
      )
    : trans._n(
        'usually %2 (the median of %3 runs); %1 stands out',
        'usually %2 (the median of %3 runs); %1 stand out',
        unusual,
        durationText(usual.median),
        points.length
      );
}
