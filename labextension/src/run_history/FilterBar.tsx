/** The fields that narrow the list of runs down. */
import { closeIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { useEffect, useState } from 'react';
import type { DagRunState, DagRunType } from '../api';
import { StateMark, useCouture } from '../ui';
import { ALL_RUNS, type IRunFilters, isNarrowed, RUN_STATES, RUN_TYPES, type Span } from './filters';

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

interface ITextFilterProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

/** A text that is asked for when typing pauses. */
function TextFilter({ label, value, onChange }: ITextFilterProps): ReactElement {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) {
      return undefined;
    }
    const timer = setTimeout(() => onChange(text), 250);
    return () => clearTimeout(timer);
    // Only typing starts the timer, not a new function of the parent.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [text]);
  return (
    <input
      className="couture-Input"
      type="search"
      placeholder={label}
      aria-label={label}
      value={text}
      onChange={event => setText(event.target.value)}
    />
  );
}

function TypeSelect({ filters, onChange }: IFilterBarProps): ReactElement {
  const { trans } = useCouture();
  const labels: Record<DagRunType, string> = {
    manual: trans.__('Manual'),
    scheduled: trans.__('Scheduled'),
    backfill: trans.__('Backfill'),
    asset_triggered: trans.__('Asset')
  };
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
          {labels[type]}
        </option>
      ))}
    </select>
  );
}

function SpanSelect({ filters, onChange }: IFilterBarProps): ReactElement {
  const { trans } = useCouture();
  const options: [Span, string][] = [
    ['', trans.__('Any time')],
    ['hour', trans.__('Last hour')],
    ['day', trans.__('Last 24 hours')],
    ['week', trans.__('Last 7 days')],
    ['month', trans.__('Last 30 days')],
    ['custom', trans.__('Between…')]
  ];
  return (
    <>
      <select
        className="couture-Select"
        aria-label={trans.__('Time')}
        value={filters.span}
        onChange={event => onChange({ span: event.target.value as Span })}
      >
        {options.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      {filters.span === 'custom' &&
        (['from', 'to'] as const).map(bound => (
          <input
            key={bound}
            className="couture-Input"
            type="datetime-local"
            aria-label={bound === 'from' ? trans.__('Started after') : trans.__('Started before')}
            value={filters[bound]}
            onChange={event => onChange({ [bound]: event.target.value })}
          />
        ))}
    </>
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
