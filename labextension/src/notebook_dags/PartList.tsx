/** The notebooks of a split: which cells, what each takes and leaves, what is copied to its top. */
import type { ReactElement } from 'react';
import { useEffect, useRef } from 'react';
import type { INotebookDag, INotebookPart } from '../api';
import { useCouture } from '../ui';

interface IPartListProps {
  dag: INotebookDag;
  /** The task to bring into view. */
  chosen: string | null;
}

export function PartList({ dag, chosen }: IPartListProps): ReactElement {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    <ol className="couture-PartList" ref={list}>
      {dag.notebooks.map(part => (
        <Part key={part.task_id} part={part} dag={dag} isChosen={part.task_id === chosen} />
      ))}
    </ol>
  );
}

function Part({ part, dag, isChosen }: { part: INotebookPart; dag: INotebookDag; isChosen: boolean }): ReactElement {
  const { trans } = useCouture();
  const waits = dag.flows.filter(flow => flow.target === part.task_id && flow.kind !== 'value');
  return (
    <li className="couture-PartList-part" aria-current={isChosen}>
      <h3>{part.title}</h3>
      <div className="couture-muted">{part.path}</div>
      <dl>
        <dt>{trans.__('Cells')}</dt>
        <dd>{rangesOf(part.cells)}</dd>
        <Names
          label={trans.__('Takes')}
          names={Object.entries(part.takes).map(([name, from]) => trans.__('%1 from %2', name, from))}
        />
        <Names label={trans.__('Leaves')} names={part.leaves} />
        <Names
          label={trans.__('Waits for')}
          names={waits.map(flow =>
            flow.kind === 'file'
              ? trans.__('%1, which writes %2', flow.source, flow.name)
              : trans.__('%1: %2', flow.source, flow.name)
          )}
        />
      </dl>
      {part.copies.length > 0 && (
        <details>
          <summary>{trans._n('%1 definition is copied to its top', '%1 definitions are copied to its top', part.copies.length)}</summary>
          <pre>{part.copies.join('\n\n')}</pre>
        </details>
      )}
    </li>
  );
}

function Names({ label, names }: { label: string; names: readonly string[] }): ReactElement | null {
  if (names.length === 0) {
    return null;
  }
  return (
    <>
      <dt>{label}</dt>
      <dd>{names.join(', ')}</dd>
    </>
  );
}

/** `[0, 1, 2, 5]` as people count: `1–3, 6`. */
export function rangesOf(cells: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const cell of cells) {
    const last = ranges[ranges.length - 1];
    if (last && last[1] === cell - 1) {
      last[1] = cell;
    } else {
      ranges.push([cell, cell]);
    }
  }
  return ranges.map(([first, last]) => (first === last ? `${first + 1}` : `${first + 1}–${last + 1}`)).join(', ');
}
