/** Selects all rows of a page of a table, or none. */
import type { ReactElement } from 'react';
import { useCouture } from './context';

export interface ISelectAllProps {
  /** How many rows of this page are selected. */
  count: number;
  total: number;
  onSelect: (isSelected: boolean) => void;
}

export function SelectAll({ count, total, onSelect }: ISelectAllProps): ReactElement {
  const { trans } = useCouture();
  const isAll = total > 0 && count === total;
  return (
    <label className="couture-SelectAll">
      <input
        type="checkbox"
        checked={isAll}
        ref={box => {
          if (box) {
            box.indeterminate = count > 0 && !isAll;
          }
        }}
        onChange={() => onSelect(!isAll)}
      />
      {count === 0 ? trans.__('Select all on this page') : trans._n('%1 selected', '%1 selected', count)}
    </label>
  );
}
