/** The operators, by category: drag one onto the drawing, or press it to put it after the selected task. */
import type { DragEvent, ReactElement } from 'react';
import { useState } from 'react';
import type { IOperator } from '../api';
import { useCouture } from '../ui';

/** The type of what is dragged. */
export const OPERATOR_TYPE = 'application/x-couture-operator';

export interface IPaletteProps {
  operators: readonly IOperator[];
  onPick: (operator: IOperator) => void;
}

export function Palette({ operators, onPick }: IPaletteProps): ReactElement {
  const { trans } = useCouture();
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const found = operators.filter(each => !wanted || `${each.title} ${each.name} ${each.category}`.toLowerCase().includes(wanted));
  const categories = [...new Set(found.map(({ category }) => category))];
  return (
    <section className="couture-Canvas-palette" aria-label={trans.__('Operators')}>
      <input
        className="couture-Input couture-Canvas-search"
        type="search"
        placeholder={trans.__('Search operators')}
        aria-label={trans.__('Search operators')}
        value={search}
        onChange={event => setSearch(event.target.value)}
      />
      <div className="couture-Canvas-operators">
        {found.length === 0 && <p className="couture-muted">{trans.__('No operator is called so.')}</p>}
        {categories.map(category => (
          <div key={category} role="group" aria-label={category}>
            <h4 className="couture-Canvas-category">{category}</h4>
            {found
              .filter(each => each.category === category)
              .map(each => (
                <OperatorItem key={each.name} operator={each} onPick={onPick} />
              ))}
          </div>
        ))}
      </div>
    </section>
  );
}

function OperatorItem({ operator, onPick }: { operator: IOperator; onPick: (operator: IOperator) => void }): ReactElement {
  const onDragStart = (event: DragEvent): void => {
    event.dataTransfer.setData(OPERATOR_TYPE, operator.name);
    event.dataTransfer.setData('text/plain', operator.name);
    event.dataTransfer.effectAllowed = 'copy';
  };
  return (
    <button
      type="button"
      className="couture-Canvas-operator"
      draggable
      title={`${operator.name}: ${operator.doc}`}
      data-operator={operator.name}
      onDragStart={onDragStart}
      onClick={() => onPick(operator)}
    >
      <span className="couture-Canvas-swatch" style={{ background: operator.color }} aria-hidden="true" />
      {operator.title}
    </button>
  );
}
