/** Which columns are shown. */
import { listIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { useCouture } from '../context';
import { Popover } from '../Popover';
import type { IListColumn } from './types';

export interface IColumnMenuProps<Row> {
  columns: readonly IListColumn<Row>[];
  /** The ids of those in sight. */
  shown: readonly string[];
  onChange: (shown: readonly string[] | null) => void;
}

export function ColumnMenu<Row>({ columns, shown, onChange }: IColumnMenuProps<Row>): ReactElement {
  const { trans } = useCouture();
  const toggle = (id: string): void =>
    onChange(columns.map(column => column.id).filter(each => (each === id ? !shown.includes(id) : shown.includes(each))));
  const face = (
    <>
      <listIcon.react tag="span" className="couture-Button-icon" />
      <span>{trans.__('Columns')}</span>
    </>
  );
  return (
    <Popover label={trans.__('Choose columns')} className="couture-Button couture-mod-minimal" face={face}>
      {() => (
        <div className="couture-Options" role="group" aria-label={trans.__('Columns')}>
          {columns
            .filter(column => !column.isFixed)
            .map(column => (
              <label key={column.id}>
                <input type="checkbox" checked={shown.includes(column.id)} onChange={() => toggle(column.id)} />
                <span>{column.label}</span>
              </label>
            ))}
          <button type="button" className="couture-Button couture-mod-minimal" onClick={() => onChange(null)}>
            {trans.__('As at first')}
          </button>
        </div>
      )}
    </Popover>
  );
}
