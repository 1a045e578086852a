/** What is chosen above the grid: which runs and how many, and folding. */
import { caretLeftIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import type { DagRunState, DagRunType } from '../api';
import { FoldButtons, runTypeLabel, stateLabel, useCouture, ViewBar } from '../ui';
import { LIMITS } from './memory';

export interface IGridFilter {
  readonly state: DagRunState | '';
  readonly runType: DagRunType | '';
}

export const NO_FILTER: IGridFilter = { state: '', runType: '' };
const STATES: readonly DagRunState[] = ['queued', 'running', 'success', 'failed'];
const TYPES: readonly DagRunType[] = ['scheduled', 'manual', 'backfill', 'asset_triggered'];

export interface IGridBarProps {
  limit: number;
  filter: IGridFilter;
  onLimit: (limit: number) => void;
  onFilter: (filter: IGridFilter) => void;
  /** Show older runs; undefined where there are none. */
  onOlder?: () => void;
  /** Fold or unfold all groups; undefined where there are none. */
  onFoldAll?: (isFolded: boolean) => void;
}

export function GridBar({ limit, filter, onLimit, onFilter, onOlder, onFoldAll }: IGridBarProps): ReactElement {
  const { trans } = useCouture();
  return (
    <ViewBar label={trans.__('What the grid shows')}>
      <button
        type="button"
        className="couture-Button couture-mod-shrinks"
        aria-disabled={!onOlder}
        title={onOlder ? undefined : trans.__('There are no older runs')}
        onClick={onOlder}
      >
        <caretLeftIcon.react tag="span" className="couture-Button-icon" />
        <span className="couture-Button-label">{trans.__('Older runs')}</span>
      </button>
      <select
        className="couture-Select"
        aria-label={trans.__('Number of runs')}
        value={limit}
        onChange={event => onLimit(Number(event.target.value))}
      >
        {LIMITS.map(number => (
          <option key={number} value={number}>
            {trans._n('%1 run', '%1 runs', number)}
          </option>
        ))}
      </select>
      <select
        className="couture-Select"
        aria-label={trans.__('State of the runs')}
        value={filter.state}
        onChange={event => onFilter({ ...filter, state: event.target.value as DagRunState | '' })}
      >
        <option value="">{trans.__('All states')}</option>
        {STATES.map(state => (
          <option key={state} value={state}>
            {stateLabel(state, trans)}
          </option>
        ))}
      </select>
      <select
        className="couture-Select"
        aria-label={trans.__('Run type')}
        value={filter.runType}
        onChange={event => onFilter({ ...filter, runType: event.target.value as DagRunType | '' })}
      >
        <option value="">{trans.__('All types')}</option>
        {TYPES.map(type => (
          <option key={type} value={type}>
            {runTypeLabel(type, trans)}
          </option>
        ))}
      </select>
      {onFoldAll && <FoldButtons onFoldAll={onFoldAll} />}
    </ViewBar>
  );
}
