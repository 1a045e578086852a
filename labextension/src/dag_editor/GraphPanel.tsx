/** The DAGs of the text as they would be: drawn anew while it is written. A click on a task goes to its line. */
import type { ReactElement } from 'react';
import { useMemo, useState } from 'react';
import { graphOf } from './graph_of';
import type { IDagEditor } from '../tokens';
import { EmptyState, useCouture } from '../ui';
import { GraphDrawing } from '../ui/graph';
import { useSignal } from './useSignal';

export function GraphPanel({ editor }: { editor: IDagEditor }): ReactElement {
  const { trans } = useCouture();
  useSignal(editor.checkChanged);
  const { dags, isStale } = editor.check;
  const [chosen, setChosen] = useState<string | null>(null);
  const [selected, setSelected] = useState<string | null>(null);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const dag = dags?.find(each => each.dag_id === chosen) ?? dags?.[0];
  const graph = useMemo(() => (dag ? graphOf(dag) : null), [dag]);
  if (!dag || !graph) {
    return (
      <EmptyState title={dags ? trans.__('This text makes no DAG yet') : trans.__('No graph yet')}>
        {dags
          ? trans.__('Write "with DAG(…):", or a function with @dag, and call it.')
          : trans.__('It is drawn as soon as the text can be read.')}
      </EmptyState>
    );
  }
  const onSelect = (id: string | null): void => {
    setSelected(id);
    const line = dag.tasks.find(task => task.task_id === id)?.line;
    if (line) {
      editor.showLine(line);
    }
  };
  const onFold = (id: string, isFolded: boolean): void => {
    const next = new Set(folded);
    next[isFolded ? 'add' : 'delete'](id);
    setFolded(next);
  };
  return (
    <div className="couture-DagEditor-graph">
      <div className="couture-DagEditor-graphHead">
        {dags && dags.length > 1 ? (
          <select
            className="couture-Select"
            aria-label={trans.__('DAG')}
            value={dag.dag_id}
            onChange={event => setChosen(event.target.value)}
          >
            {dags.map(each => (
              <option key={each.dag_id} value={each.dag_id}>
                {each.dag_id}
              </option>
            ))}
          </select>
        ) : (
          <strong>{dag.dag_id}</strong>
        )}
        <span className="couture-muted">
          {dag.schedule_summary} · {trans._n('%1 task', '%1 tasks', dag.tasks.length, dag.tasks.length)}
        </span>
        {isStale && <span className="couture-DagEditor-stale">{trans.__('As it was before the errors')}</span>}
      </div>
      <GraphDrawing
        graph={graph}
        label={trans.__('Graph of %1', dag.dag_id)}
        selected={selected}
        onSelect={onSelect}
        folded={folded}
        onFold={onFold}
      />
    </div>
  );
}
