/** Operators and code bricks, by category: drag one onto the drawing, or press it to put it after the selected task. */
import { codeIcon } from '@jupyterlab/ui-components';
import type { DragEvent, ReactElement } from 'react';
import { useState } from 'react';
import type { IBrick, IOperator } from '../api';
import { useCouture } from '../ui';
import { BRICK_TYPE, FUNCTION, OPERATOR_TYPE, type PaletteItem } from './items';

export interface IPaletteProps {
  operators: readonly IOperator[];
  bricks: readonly IBrick[];
  onPick: (item: PaletteItem) => void;
}

interface IEntry {
  readonly key: string;
  readonly label: string;
  readonly category: string;
  readonly title: string;
  /** What is searched. */
  readonly words: string;
  readonly color?: string;
  readonly item: PaletteItem;
}

type Part = 'operators' | 'bricks';

export function Palette({ operators, bricks, onPick }: IPaletteProps): ReactElement {
  const { trans } = useCouture();
  const [search, setSearch] = useState('');
  const [part, setPart] = useState<Part>('operators');
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (entry: IEntry): boolean => words.every(word => entry.words.includes(word));
  const isSearching = words.length > 0;
  const found = {
    operators: useEntries(operators, []).filter(fits),
    bricks: useEntries([], bricks).filter(fits)
  };
  const parts: [Part, string][] = [
    ['operators', trans.__('Operators')],
    ['bricks', trans.__('Bricks')]
  ];
  return (
    <section className="couture-Canvas-palette" aria-label={trans.__('Palette')}>
      <input
        className="couture-Input couture-Canvas-search"
        type="search"
        placeholder={trans.__('Search')}
        aria-label={trans.__('Search operators and bricks')}
        value={search}
        onChange={event => setSearch(event.target.value)}
      />
      <div className="couture-Canvas-parts" role="group" aria-label={trans.__('What to show')}>
        {parts.map(([id, label]) => (
          <button key={id} type="button" className="couture-Canvas-part" aria-pressed={isSearching ? found[id].length > 0 : part === id} onClick={() => setPart(id)}>
            {isSearching ? trans.__('%1: %2', label, found[id].length) : label}
          </button>
        ))}
      </div>
      <div className="couture-Canvas-operators">
        {isSearching && found.operators.length + found.bricks.length === 0 && (
          <p className="couture-muted">{trans.__('No operator and no brick has these words.')}</p>
        )}
        {!isSearching && part === 'bricks' && bricks.length === 0 && <p className="couture-muted">{trans.__('There are no bricks.')}</p>}
        {parts
          .filter(([id]) => isSearching || part === id)
          .map(([id]) => (
            <Entries key={id} entries={found[id]} onPick={onPick} />
          ))}
      </div>
    </section>
  );
}

function useEntries(operators: readonly IOperator[], bricks: readonly IBrick[]): IEntry[] {
  const { trans } = useCouture();
  const own: IEntry = {
    key: FUNCTION,
    label: trans.__('Python function'),
    category: operators[0]?.category ?? '',
    title: trans.__('@task: a function of this file whose value other tasks can take'),
    words: `${FUNCTION} ${trans.__('Python function')} taskflow`.toLowerCase(),
    item: { kind: 'function' }
  };
  return [
    ...(operators.length > 0 ? [own] : []),
    ...operators.map(operator => ({
      key: operator.name,
      label: operator.title,
      category: operator.category,
      title: `${operator.name}: ${operator.doc}`,
      words: `${operator.title} ${operator.name} ${operator.category}`.toLowerCase(),
      color: operator.color,
      item: { kind: 'operator', operator } as const
    })),
    ...bricks.map(brick => ({
      key: brick.code_brick_id,
      label: brick.title,
      category: brick.category || trans.__('Other'),
      title: brick.description || brick.title,
      words: `${brick.title} ${brick.category} ${brick.tags.join(' ')} ${brick.description}`.toLowerCase(),
      item: { kind: 'brick', brick } as const
    }))
  ];
}

function Entries({ entries, onPick }: { entries: readonly IEntry[]; onPick: (item: PaletteItem) => void }): ReactElement {
  const categories = [...new Set(entries.map(({ category }) => category))];
  return (
    <>
      {categories.map(category => (
        <div key={category} role="group" aria-label={category}>
          <h4 className="couture-Canvas-category">{category}</h4>
          {entries
            .filter(each => each.category === category)
            .map(each => (
              <Entry key={each.key} entry={each} onPick={onPick} />
            ))}
        </div>
      ))}
    </>
  );
}

function Entry({ entry: { key, label, title, color, item }, onPick }: { entry: IEntry; onPick: (item: PaletteItem) => void }): ReactElement {
  const onDragStart = ({ dataTransfer }: DragEvent): void => {
    dataTransfer.effectAllowed = 'copy';
    if (item.kind === 'brick') {
      dataTransfer.setData(BRICK_TYPE, JSON.stringify({ brickId: key, values: null }));
    } else {
      dataTransfer.setData(OPERATOR_TYPE, key);
      dataTransfer.setData('text/plain', key);
    }
  };
  const named = item.kind === 'brick' ? { 'data-brick': key } : { 'data-operator': key };
  return (
    <button type="button" className="couture-Canvas-operator" draggable title={title} {...named} onDragStart={onDragStart} onClick={() => onPick(item)}>
      {color ? <span className="couture-Canvas-swatch" style={{ background: color }} aria-hidden="true" /> : <codeIcon.react tag="span" className="couture-Canvas-code-icon" />}
      {label}
    </button>
  );
}
