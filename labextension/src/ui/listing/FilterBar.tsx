/** What a list is narrowed down by: some filters always in sight, the others as chips that a menu adds. */
import { addIcon, closeIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { useEffect, useState } from 'react';
import { type IListState, separated, withFilters } from '../../state/list_state';
import { useCouture } from '../context';
import { Toggle } from '../fields';
import { Popover } from '../Popover';
import { FilterEditor, OptionText, TextEditor, toggled } from './editors';
import { type IFilterField, type IOption, valueText } from './fields';

export interface IFilterBarProps {
  label: string;
  fields: readonly IFilterField[];
  state: IListState;
  onState: (state: IListState) => void;
}

export function FilterBar({ label, fields, state, onState }: IFilterBarProps): ReactElement {
  const { trans } = useCouture();
  const [added, setAdded] = useState<string | null>(null);
  const set = (id: string, value: string): void => onState(withFilters(state, { [id]: value }));
  const others = fields.filter(field => !field.isPinned);
  const shown = others.filter(field => field.id in state.filters || field.id === added);
  const isNarrowed = fields.some(field => field.kind !== 'toggle' && field.id in state.filters);
  const clear = (): void => {
    setAdded(null);
    onState(withFilters(state, Object.fromEntries(fields.filter(f => f.kind !== 'toggle').map(f => [f.id, '']))));
  };
  return (
    <div className="couture-ListFilters" role="search" aria-label={label}>
      {fields
        .filter(field => field.isPinned)
        .map(field => (
          <Pinned key={field.id} field={field} value={state.filters[field.id] ?? ''} onChange={value => set(field.id, value)} />
        ))}
      {shown.map(field => (
        <Chip
          key={field.id}
          field={field}
          value={state.filters[field.id] ?? ''}
          isNew={field.id === added}
          onChange={value => set(field.id, value)}
          onGone={() => setAdded(null)}
        />
      ))}
      {shown.length < others.length && <AddFilter fields={others.filter(f => !shown.includes(f))} onAdd={setAdded} />}
      {isNarrowed && (
        <button type="button" className="couture-Button couture-mod-minimal" onClick={clear}>
          {trans.__('Clear filters')}
        </button>
      )}
    </div>
  );
}

interface IFieldProps {
  field: IFilterField;
  value: string;
  onChange: (value: string) => void;
}

function Pinned({ field, value, onChange }: IFieldProps): ReactElement {
  if (field.kind === 'toggle') {
    return <Toggle label={field.label} isOn={value !== ''} onChange={isOn => onChange(isOn ? 'true' : '')} />;
  }
  if (field.kind === 'several') {
    const options = field.options ?? [];
    return (
      <div className="couture-StateToggles" role="group" aria-label={field.label}>
        {options.map(option => (
          <button
            key={option.value}
            type="button"
            className="couture-StateToggle"
            aria-pressed={separated(value).includes(option.value)}
            onClick={() => onChange(toggled(value, option.value, options))}
          >
            <OptionText option={option} />
          </button>
        ))}
      </div>
    );
  }
  return field.kind === 'text' ? (
    <TextEditor field={field} value={value} onChange={onChange} />
  ) : (
    <FilterEditor field={field} options={field.options ?? []} value={value} onChange={onChange} />
  );
}

function AddFilter({ fields, onAdd }: { fields: readonly IFilterField[]; onAdd: (id: string) => void }): ReactElement {
  const { trans } = useCouture();
  const face = (
    <>
      <addIcon.react tag="span" className="couture-Button-icon" />
      <span>{trans.__('Filter')}</span>
    </>
  );
  return (
    <Popover label={trans.__('Add a filter')} className="couture-Button couture-mod-minimal" face={face}>
      {close => (
        <div className="couture-ChoiceList">
          {fields.map(field => (
            <button
              key={field.id}
              type="button"
              onClick={() => {
                close();
                onAdd(field.id);
              }}
            >
              {field.label}
            </button>
          ))}
        </div>
      )}
    </Popover>
  );
}

/** A filter with its value; a click changes it. */
function Chip({ field, value, isNew, onChange, onGone }: IFieldProps & { isNew: boolean; onGone: () => void }): ReactElement {
  const { trans } = useCouture();
  const options = useOptions(field);
  const text = value === '' ? trans.__('any') : valueText(field, value, options, trans);
  const label = trans.__('%1: %2', field.label, text);
  const remove = trans.__('Remove the filter "%1"', field.label);
  return (
    <span className="couture-Chip">
      <Popover
        label={label}
        title={label}
        className="couture-Chip-face"
        face={label}
        isOpenAtFirst={isNew && value === ''}
        onClosed={onGone}
      >
        {() => (
          <div className="couture-FilterPanel">
            <span aria-hidden="true">{field.label}</span>
            <FilterEditor field={field} options={options} value={value} onChange={onChange} />
          </div>
        )}
      </Popover>
      <button
        type="button"
        aria-label={remove}
        title={remove}
        onClick={() => {
          onChange('');
          onGone();
        }}
      >
        <closeIcon.react tag="span" className="couture-Button-icon" />
      </button>
    </span>
  );
}

/** The options of a field: its own, or those that it asks for. */
function useOptions({ options, load }: IFilterField): readonly IOption[] {
  const [loaded, setLoaded] = useState<readonly IOption[]>([]);
  useEffect(() => {
    let isWanted = true;
    load?.().then(
      found => isWanted && setLoaded(found),
      () => isWanted && setLoaded([]) // the list itself says that the server does not answer
    );
    return () => {
      isWanted = false;
    };
  }, [load]);
  return options ?? loaded;
}
