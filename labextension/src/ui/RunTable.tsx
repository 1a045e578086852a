/** Runs as a table, for the run history and a DAG's page. What is asked for and which page of it is the caller's. */
import type { ReactElement } from 'react';
import { useMemo } from 'react';
import type { IDagRun } from '../api';
import { CommandIDs } from '../commands';
import { useCouture } from './context';
import {
  choiceColumn,
  dagColumn,
  liveColumn,
  runColumn,
  runKey,
  stateColumn,
  tasksColumn,
  timeColumns
} from './run_columns';
import { Table } from './Table';

export interface IRunTableProps {
  runs: readonly IDagRun[];
  /** Whether to name the DAG of each run. */
  showDag?: boolean;
  /** As the server takes it: a name, with `-` in front for descending. */
  orderBy?: string;
  onOrder?: (orderBy: string) => void;
  /** Keys of the selected runs (see `runKey`); without it rows cannot be selected. */
  selected?: ReadonlySet<string>;
  onSelect?: (run: IDagRun, isSelected: boolean) => void;
}

export function RunTable(props: IRunTableProps): ReactElement {
  const { runs, showDag = false, orderBy, onOrder, selected, onSelect } = props;
  const { commands, trans } = useCouture();
  const hasNotebooks = runs.some(run => run.notebook_task_id !== null);
  const columns = useMemo(() => {
    const dag = showDag ? [dagColumn(trans, commands)] : [];
    const live = hasNotebooks ? [liveColumn(trans)] : [];
    return [stateColumn(trans), ...dag, runColumn(trans, commands), ...live, ...timeColumns(trans), tasksColumn(trans)];
  }, [commands, hasNotebooks, showDag, trans]);
  const choice = selected && onSelect ? [choiceColumn(trans, selected, onSelect)] : [];
  return (
    <div className="couture-TableScroll">
      <Table
        label={trans.__('Runs')}
        columns={[...choice, ...columns]}
        rows={runs}
        rowKey={runKey}
        orderBy={orderBy}
        onOrder={onOrder}
        onOpen={run => void commands.execute(CommandIDs.openRun, { dagId: run.dag_id, runId: run.dag_run_id })}
      />
    </div>
  );
}
