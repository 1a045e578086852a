/** The graph as a table: the same tasks, groups, states and edges, for keyboards and screen readers. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactElement } from 'react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { IDagStructure, IStructureTask } from '../api';
import type { IGraph, IGraphNode } from '../graph/model';
import type { ISelection } from '../tokens';
import { EmptyState, type IColumn, Pager, StateMark, Table, useCouture } from '../ui';
import { countText } from '../ui/graph/node_words';
import { markOf } from './marks';
import { ZoomButton } from './ZoomButton';

const PAGE = 100;

export interface ITaskTableProps {
  dagId: string;
  runId: string | null;
  structure: IDagStructure;
  graph: IGraph;
  /** The tasks to show; null: all. */
  ids: ReadonlySet<string> | null;
  selection: ISelection;
  onSelect: (taskId: string) => void;
  /** Task id -> the run of the DAG that it runs. */
  startedRuns: Readonly<Record<string, string>>;
}

export function TaskTable(props: ITaskTableProps): ReactElement {
  const { structure, graph, ids, onSelect } = props;
  const { trans } = useCouture();
  const [offset, setOffset] = useState(0);
  const table = useRef<HTMLDivElement>(null);
  const nodes = useMemo(() => new Map(graph.nodes.map(node => [node.id, node])), [graph]);
  const tasks = ids === null ? structure.tasks : structure.tasks.filter(({ task_id: id }) => ids.has(id));
  const start = offset < tasks.length ? offset : 0;
  const wanted = useRef<string | null>(null);
  const go = (id: string): void => {
    const index = tasks.findIndex(({ task_id: each }) => each === id);
    wanted.current = id;
    setOffset(index < 0 ? start : index - (index % PAGE));
    onSelect(id);
  };
  // The row may stand on another page, which is there only now.
  useEffect(() => {
    const button = [...(table.current?.querySelectorAll<HTMLElement>('[data-go]') ?? [])].find(
      ({ dataset }) => dataset.go === wanted.current
    );
    if (button) {
      button.focus();
      wanted.current = null;
    }
  });
  if (!tasks.length) {
    return <EmptyState title={ids === null ? trans.__('This DAG has no tasks.') : trans.__('No task is called that.')} />;
  }
  return (
    <div className="couture-TableScroll" ref={table}>
      <Table
        label={trans.__('Tasks of %1', structure.dag_id)}
        columns={columnsOf({ ...props, nodes, go }, trans)}
        rows={tasks.slice(start, start + PAGE)}
        rowKey={({ task_id: id }) => id}
        onOpen={({ task_id: id }) => onSelect(id)}
      />
      {tasks.length > PAGE && <Pager offset={start} limit={PAGE} total={tasks.length} onMove={setOffset} />}
    </div>
  );
}

interface ICells extends ITaskTableProps {
  nodes: ReadonlyMap<string, IGraphNode>;
  /** Go to another task's row. */
  go: (id: string) => void;
}

function columnsOf(cells: ICells, trans: TranslationBundle): IColumn<IStructureTask>[] {
  const links = (to: readonly string[], label: string): ReactElement => <Links {...cells} to={to} label={label} />;
  return [
    { id: 'task', label: trans.__('Task'), cell: task => <TaskCell {...cells} task={task} /> },
    { id: 'group', label: trans.__('Group'), cell: task => task.task_group ?? '' },
    { id: 'operator', label: trans.__('Operator'), cell: task => task.operator },
    { id: 'state', label: trans.__('State'), cell: task => <StateCell {...cells} task={task} /> },
    { id: 'upstream', label: trans.__('Upstream'), cell: ({ upstream, label }) => links(upstream, label) },
    { id: 'downstream', label: trans.__('Downstream'), cell: ({ downstream, label }) => links(downstream, label) }
  ];
}

type ICell = ICells & { task: IStructureTask };

function TaskCell({ dagId, runId, task, nodes, selection, onSelect, startedRuns }: ICell): ReactElement {
  const { className, data } = markOf(dagId, runId, nodes.get(task.task_id));
  const attributes = Object.fromEntries(Object.entries(data).map(([name, value]) => [`data-${name}`, value]));
  const isSelected = task.task_id === selection.taskId;
  return (
    <span className={`couture-GraphTable-task ${className}`} {...attributes}>
      <button
        type="button"
        className={`couture-Link${isSelected ? ' couture-mod-selected' : ''}`}
        data-go={task.task_id}
        aria-current={isSelected || undefined}
        onClick={() => onSelect(task.task_id)}
      >
        {task.label}
      </button>
      {task.runs_dag !== null && <ZoomButton dagId={task.runs_dag} runId={startedRuns[task.task_id]} />}
    </span>
  );
}

function StateCell({ nodes, task }: ICell): ReactElement | null {
  const { trans } = useCouture();
  const node = nodes.get(task.task_id);
  if (!node) {
    return null;
  }
  const notes = [node.note, node.count === undefined ? null : countText(node, trans)].filter(Boolean).join(', ');
  return (
    <>
      {node.state !== undefined && <StateMark state={node.state} />}
      {notes && <div className="couture-muted">{notes}</div>}
    </>
  );
}

function Links({ to, label, nodes, go }: ICells & { to: readonly string[]; label: string }): ReactElement {
  const { trans } = useCouture();
  return (
    <span className="couture-GraphTable-links">
      {to.map(id => (
        <button
          key={id}
          type="button"
          className="couture-Link"
          aria-label={trans.__('Go to %1, from %2', nodes.get(id)?.label ?? id, label)}
          onClick={() => go(id)}
        >
          {nodes.get(id)?.label ?? id}
        </button>
      ))}
    </span>
  );
}
