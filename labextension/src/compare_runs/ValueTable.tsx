/** Parameters, results or packages of both runs; those that differ first. */
import { type ReactElement, useState } from 'react';
import type { IComparedValue } from '../api/comparisons';
import { type IColumn, Table, Toggle, useCouture } from '../ui';

export function ValueTable({ title, values }: { title: string; values: readonly IComparedValue[] }): ReactElement | null {
  const { trans } = useCouture();
  const [showsAll, setShowsAll] = useState(false);
  const different = values.filter(each => each.kind !== 'same');
  const same = values.length - different.length;
  if (values.length === 0) {
    return null;
  }
  const words = {
    same: trans.__('same'),
    changed: trans.__('changed'),
    added: trans.__('added'),
    removed: trans.__('removed')
  };
  const columns: IColumn<IComparedValue>[] = [
    { id: 'name', label: trans.__('Name'), cell: each => each.name },
    { id: 'kind', label: trans.__('Difference'), cell: each => words[each.kind] },
    { id: 'before', label: trans.__('Before'), cell: each => (each.kind === 'added' ? '' : valueText(each.before)) },
    { id: 'after', label: trans.__('After'), cell: each => (each.kind === 'removed' ? '' : valueText(each.after)) }
  ];
  const shown = showsAll ? values : different;
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      {same > 0 && (
        <Toggle
          label={trans._n('Show %1 that is the same', 'Show %1 that are the same', same)}
          isOn={showsAll}
          onChange={setShowsAll}
        />
      )}
      {shown.length === 0 ? (
        <p className="couture-muted">{trans.__('No difference.')}</p>
      ) : (
        <div className="couture-TableScroll">
          <Table label={title} columns={columns} rows={shown} rowKey={each => each.name} />
        </div>
      )}
    </section>
  );
}

function valueText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
