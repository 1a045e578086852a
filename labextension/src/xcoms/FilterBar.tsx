/** The fields that narrow the list of XComs. */
import type { ReactElement } from 'react';
import { useCouture } from '../ui';
import type { FilterName, Filters } from './filters';

export interface IFilterBarProps {
  filters: Filters;
  onChange: (name: FilterName, value: string) => void;
}

export function FilterBar({ filters, onChange }: IFilterBarProps): ReactElement {
  const { trans } = useCouture();
  const fields: [FilterName, string][] = [
    ['key', trans.__('Key')],
    ['dagId', trans.__('DAG')],
    ['runId', trans.__('Run')],
    ['taskId', trans.__('Task')],
    ['mapIndex', trans.__('Map index')]
  ];
  const days: [FilterName, string][] = [
    ['from', trans.__('From')],
    ['to', trans.__('To')]
  ];
  return (
    <div className="couture-Filters" role="search">
      {fields.map(([name, label]) => (
        <input
          key={name}
          className="couture-Input"
          type="search"
          aria-label={label}
          placeholder={label}
          spellCheck={false}
          value={filters[name]}
          onChange={event => onChange(name, event.target.value)}
        />
      ))}
      {days.map(([name, label]) => (
        <label key={name}>
          {label}{' '}
          <input
            className="couture-Input"
            type="date"
            value={filters[name]}
            onChange={event => onChange(name, event.target.value)}
          />
        </label>
      ))}
    </div>
  );
}
