/** The fields that narrow the list of runs down. */
import { closeIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import type { DagRunState, DagRunType } from '../api';
import { runTypeLabel, StateMark, useCouture } from '../ui';
import { ALL_RUNS, type IRunFilters, isNarrowed, RUN_STATES, RUN_TYPES } from './filters';
import { SpanSelect } from './SpanSelect';
import { TextFilter } from './TextFilter';

export interface IFilterBarProps {
  filters: IRunFilters;
  onChange: (change: Partial<IRunFilters>) => void;
}

export function FilterBar({ filters, onChange }: IFilterBarProps): ReactElement {
  const { trans } = useCouture();
  return (
    <div className="couture-RunFilters" role="search" aria-label={trans.__('Filter runs')}>
      {filters.dagId ? (
        <DagChip dagId={filters.dagId} onRemove={() => onChange({ dagId: '' })} />
      ) : (
        <TextFilter label={trans.__('DAG')} value={filters.dagText} onChange={dagText => onChange({ dagText })} />
      )}
      <TextFilter label={trans.__('User')} value={filters.user} onChange={user => onChange({ user })} />
      <TypeSelect filters={filters} onChange={onChange} />
      <SpanSelect filters={filters} onChange={onChange} />
      <StateToggles filters={filters} onChange={onChange} />
      {isNarrowed(filters) && (
        <button type="button" className="couture-Button couture-mod-minimal" onClick={() => onChange(ALL_RUNS)}>
          {trans.__('Clear filters')}
        </button>
      )}
    </div>
  );
}

function DagChip({ dagId, onRemove }: { dagId: string; onRemove: () => void }): ReactElement {
  const { trans } = useCouture();
  const label = trans.__('Show the runs of all DAGs');
  return (
    <span className="couture-Chip">
      {trans.__('DAG: %1', dagId)}
      <button type="button" aria-label={label} title={label} onClick={onRemove}>
        <closeIcon.react tag="span" className="couture-Button-icon" />
      </button>
    </span>
  );
}

function TypeSelect({ filters, onChange }: IFilterBarProps): ReactElement {
  const { trans } = useCouture();
  return (
    <select
      className="couture-Select"
      aria-label={trans.__('Run type')}
      value={filters.runType}
      onChange={event => onChange({ runType: event.target.value as DagRunType | '' })}
    >
      <option value="">{trans.__('All types')}</option>
      {RUN_TYPES.map(type => (
        <option key={type} value={type}>
          {runTypeLabel(type, trans)}
        </option>
      ))}
    </select>
  );
}

function StateToggles({ filters, onChange }: IFilterBarProps): ReactElement {
  const { trans } = useCouture();
  const toggle = (state: DagRunState): void => {
    const isOn = filters.states.includes(state);
    onChange({ states: RUN_STATES.filter(each => (each === state ? !isOn : filters.states.includes(each))) });
  };
  return (
    <div className="couture-StateToggles" role="group" aria-label={trans.__('State')}>
      {RUN_STATES.map(state => (
        <button
          key={state}
          type="button"
          className="couture-StateToggle"
          aria-pressed={filters.states.includes(state)}
          onClick={() => toggle(state)}
        >
          <StateMark state={state} />
        </button>
      ))}
    </div>
  );
}
