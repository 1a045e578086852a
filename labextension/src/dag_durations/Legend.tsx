/** What each line is, and what is usual of it; those that stand out are named and can be chosen. */
import { closeIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { durationText, shortTime, useCouture } from '../ui';
import { Mark } from './Mark';
import type { IPoint, ISeries } from './measures';
import { seriesName, usualText } from './words';

const MOST_NAMED = 5;

export interface ILegendProps {
  series: readonly ISeries[];
  onChoose: (runId: string, taskId: string | null) => void;
  onRemove: (taskId: string) => void;
}

export function Legend({ series, onChoose, onRemove }: ILegendProps): ReactElement {
  const { trans } = useCouture();
  return (
    <ul className="couture-Legend" aria-label={trans.__('What the lines are')}>
      {series.map((each, number) => {
        const name = seriesName(each.taskId, trans);
        const { taskId } = each;
        const unusual = each.points.filter(point => point.isOutlier).slice(-MOST_NAMED).reverse();
        return (
          <li key={taskId ?? ''}>
            <svg width={14} height={14} viewBox="-7 -7 14 14" aria-hidden="true" className={`couture-mod-series${number % 6}`}>
              <Mark shape={number} />
            </svg>
            <strong>{name}</strong>
            <span>{usualText(each, trans)}</span>
            {unusual.map(point => (
              <Unusual key={point.runId} point={point} onClick={() => onChoose(point.runId, taskId)} />
            ))}
            {taskId !== null && (
              <button
                type="button"
                className="couture-Button couture-mod-minimal couture-mod-iconOnly"
                aria-label={trans.__('Remove %1', name)}
                title={trans.__('Remove %1', name)}
                onClick={() => onRemove(taskId)}
              >
                <closeIcon.react tag="span" className="couture-Button-icon" />
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function Unusual({ point, onClick }: { point: IPoint; onClick: () => void }): ReactElement {
  const { trans } = useCouture();
  return (
    <button type="button" className="couture-Link" title={point.runId} onClick={onClick}>
      {trans.__('%1: %2', shortTime(point.due, Date.now()), durationText(point.seconds))}
    </button>
  );
}
