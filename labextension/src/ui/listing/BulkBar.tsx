/** How many rows are selected, and what can be done with them. */
import type { ReactElement } from 'react';
import { useCouture } from '../context';
import type { IListDefinition } from './types';
import type { ISelection } from './useSelection';
import { displayLocale } from '../locale';

export interface IBulkBarProps<Row> {
  list: IListDefinition<Row>;
  selection: ISelection<Row>;
}

export function BulkBar<Row>({ list, selection }: IBulkBarProps<Row>): ReactElement | null {
  const { trans } = useCouture();
  const { rows, progress } = selection;
  const { Actions } = list;
  if (rows.size === 0 && progress === null) {
    return null;
  }
  const number = new Intl.NumberFormat(displayLocale());
  const text =
    progress === null
      ? trans._n('%2 selected', '%2 selected', rows.size, number.format(rows.size))
      : trans.__('Selecting… %1 so far', number.format(progress));
  return (
    <div className="couture-BulkBar" role="toolbar" aria-label={list.selectedLabel}>
      <span role="status">{text}</span>
      {progress === null && Actions && <Actions selected={rows} onDone={selection.clear} />}
      <button type="button" className="couture-Button couture-mod-minimal" onClick={selection.clear}>
        {progress === null ? trans.__('Select none') : trans.__('Cancel')}
      </button>
    </div>
  );
}
