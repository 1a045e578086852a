/** Search, and behind a button: kind, on or off, order, tags. */
import { filterIcon, searchIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { useState } from 'react';
import { useCouture, useQuery } from '../ui';
import type { IFilter, SortOrder } from './filter';
import { isFiltering, toggleTag } from './filter';

export interface IFilterBarProps {
  filter: IFilter;
  onChange: (filter: IFilter) => void;
}

export function FilterBar({ filter, onChange }: IFilterBarProps): ReactElement {
  const { trans } = useCouture();
  const [isOpen, setOpen] = useState(false);
  const isNarrowed = isFiltering({ ...filter, search: '' });
  return (
    <div className="couture-FilterBar">
      <div className="couture-FilterBar-line">
        <span className="couture-Search">
          <searchIcon.react tag="span" className="couture-Search-icon" />
          <input
            type="search"
            className="couture-Input"
            placeholder={trans.__('Search workflows')}
            aria-label={trans.__('Search DAGs and schedules')}
            value={filter.search}
            onChange={event => onChange({ ...filter, search: event.target.value })}
          />
        </span>
        <button
          type="button"
          className={`couture-Button couture-mod-minimal couture-mod-iconOnly${isNarrowed ? ' couture-mod-on' : ''}`}
          aria-expanded={isOpen}
          aria-label={isNarrowed ? trans.__('Filter and sort (a filter is set)') : trans.__('Filter and sort')}
          title={trans.__('Filter and sort')}
          onClick={() => setOpen(!isOpen)}
        >
          <filterIcon.react tag="span" className="couture-Button-icon" />
        </button>
      </div>
      {isOpen && <Choices filter={filter} onChange={onChange} />}
    </div>
  );
}

function Choices({ filter, onChange }: IFilterBarProps): ReactElement {
  const { client, trans } = useCouture();
  const tags = useQuery(
    () => client.dags.tags(),
    change => change.subject === 'dag',
    [client]
  );
  return (
    <div className="couture-FilterBar-choices">
      <Choice
        label={trans.__('Kind')}
        value={filter.kind ?? ''}
        options={{ '': trans.__('All'), notebook_schedule: trans.__('Notebooks'), file: trans.__('DAG files') }}
        onChange={kind => onChange({ ...filter, kind: (kind || null) as IFilter['kind'] })}
      />
      <Choice
        label={trans.__('Switched')}
        value={filter.paused === null ? '' : String(filter.paused)}
        options={{ '': trans.__('On or off'), false: trans.__('On'), true: trans.__('Off') }}
        onChange={paused => onChange({ ...filter, paused: paused ? paused === 'true' : null })}
      />
      <Choice
        label={trans.__('Of these')}
        value={String(filter.favorites)}
        options={{ false: trans.__('All'), true: trans.__('Favourites') }}
        onChange={favorites => onChange({ ...filter, favorites: favorites === 'true' })}
      />
      <Choice
        label={trans.__('Order')}
        value={filter.sort}
        options={{ active: trans.__('Active first'), name: trans.__('Name'), next: trans.__('Next run') }}
        onChange={sort => onChange({ ...filter, sort: sort as SortOrder })}
      />
      {Boolean(tags.data?.length) && (
        <div className="couture-FilterBar-tags" role="group" aria-label={trans.__('Tags')}>
          {tags.data?.map(tag => (
            <button
              key={tag}
              type="button"
              className="couture-Tag"
              aria-pressed={filter.tags.includes(tag)}
              onClick={() => onChange({ ...filter, tags: toggleTag(filter.tags, tag) })}
            >
              {tag}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

interface IChoiceProps {
  label: string;
  value: string;
  options: Record<string, string>;
  onChange: (value: string) => void;
}

function Choice({ label, value, options, onChange }: IChoiceProps): ReactElement {
  return (
    <label className="couture-Choice">
      <span>{label}</span>
      <select className="couture-Select" value={value} onChange={event => onChange(event.target.value)}>
        {Object.entries(options).map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
