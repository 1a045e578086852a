/** Says that only a part of the DAG is shown: which, in which direction, and the way back to all of it. */
import { closeIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { WAYS } from '../state/around';
import type { IAround } from '../tokens';
import { useCouture } from '../ui';

export interface IAroundChipProps {
  around: IAround;
  onChange: (around: IAround | null) => void;
}

export function AroundChip({ around, onChange }: IAroundChipProps): ReactElement {
  const { trans } = useCouture();
  const words: Record<IAround['way'], string> = {
    upstream: trans.__('and what lies upstream'),
    downstream: trans.__('and what lies downstream'),
    both: trans.__('and what lies upstream and downstream')
  };
  return (
    <div className="couture-AroundChip" role="group" aria-label={trans.__('Only a part of the tasks is shown')}>
      <span className="couture-AroundChip-name" title={around.taskId}>
        {trans.__('Only %1', around.taskId)}
      </span>
      <select
        className="couture-Select"
        aria-label={trans.__('Which tasks are shown')}
        value={around.way}
        onChange={event => onChange({ ...around, way: event.target.value as IAround['way'] })}
      >
        {WAYS.map(way => (
          <option key={way} value={way}>
            {words[way]}
          </option>
        ))}
      </select>
      <button
        type="button"
        className="couture-Button couture-mod-minimal"
        title={trans.__('Show all tasks of the DAG')}
        onClick={() => onChange(null)}
      >
        <closeIcon.react tag="span" className="couture-Button-icon" />
        <span>{trans.__('Show all')}</span>
      </button>
    </div>
  );
}
