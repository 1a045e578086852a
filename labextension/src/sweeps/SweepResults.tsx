/** The table of one sweep: its runs with their values, states, durations and what they recorded. */
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { ISweepRow, ISweepTable } from '../api';
import { CommandIDs } from '../commands';
import {
  ActionButton,
  attempt,
  confirmDestructive,
  durationText,
  ErrorBanner,
  type IColumn,
  Loading,
  StateMark,
  Table,
  useCouture,
  useQuery
} from '../ui';
import { RecordedValue } from './RecordedValue';
import { compareCells } from './values';

const LONGEST = 60;

export function SweepResults({ dagId, sweepId }: { dagId: string; sweepId: string }): ReactElement {
  const { client, trans } = useCouture();
  const [orderBy, setOrderBy] = useState('');
  const { data, error, refresh } = useQuery(
    () => client.sweeps.table(dagId, sweepId),
    change => change.dag_id === dagId && change.subject === 'dag_run',
    [client, dagId, sweepId]
  );
  const columns = useColumns(dagId, data);
  if (!data) {
    return error ? <ErrorBanner error={error} onRetry={refresh} /> : <Loading />;
  }
  return (
    <section aria-label={trans.__('Runs of the sweep')}>
      {error && <ErrorBanner error={error} onRetry={refresh} />}
      <Actions dagId={dagId} table={data} onChange={refresh} />
      <div className="couture-TableScroll">
        <Table
          label={trans.__('Runs of the sweep')}
          rows={sorted(data, orderBy)}
          rowKey={row => row.dag_run_id}
          columns={columns}
          orderBy={orderBy}
          onOrder={setOrderBy}
        />
      </div>
    </section>
  );
}

interface IActionsProps {
  dagId: string;
  table: ISweepTable;
  onChange: () => void;
}

function Actions({ dagId, table, onChange }: IActionsProps): ReactElement {
  const { client, trans } = useCouture();
  const { sweep } = table;
  const left = (sweep.states.queued ?? 0) + (sweep.states.running ?? 0);
  const cancel = async (): Promise<void> => {
    const question = {
      title: trans.__('Cancel the rest of this sweep?'),
      sentences: [trans._n('%1 run is stopped.', '%1 runs are stopped.', left, left)],
      action: trans.__('Stop them')
    };
    if (await confirmDestructive(question, trans)) {
      await attempt(trans.__('Not all were stopped.'), () => client.sweeps.cancel(dagId, sweep.sweep_id), trans);
      onChange();
    }
  };
  return (
    <div className="couture-Buttons">
      <span role="status">
        {trans._n('%2 of %1 run ended', '%2 of %1 runs ended', sweep.runs, sweep.runs - left)}
      </span>
      {left > 0 && (
        <ActionButton
          variant="warn"
          label={trans.__('Cancel the rest…')}
          needs="runs:edit"
          dagId={dagId}
          onClick={() => void cancel()}
        />
      )}
      <a
        className="couture-Button"
        href={client.sweeps.csvUrl(dagId, sweep.sweep_id)}
        download={`${sweep.sweep_id}.csv`}
      >
        {trans.__('Download CSV')}
      </a>
    </div>
  );
}

function useColumns(dagId: string, table: ISweepTable | undefined | null): IColumn<ISweepRow>[] {
  const { client, commands, trans } = useCouture();
  const open = (row: ISweepRow): void => void commands.execute(CommandIDs.openRun, { dagId, runId: row.dag_run_id });
  const named = (kind: 'parameters' | 'results', names: readonly string[]): IColumn<ISweepRow>[] =>
    names.map(name => ({
      id: `${kind}.${name}`,
      label: name,
      orderBy: `${kind}.${name}`,
      cell: row => (
        <RecordedValue
          value={row[kind][name]}
          longest={LONGEST}
          pictureUrl={client.sweeps.pictureUrl(dagId, row.dag_run_id, name)}
        />
      )
    }));
  return [
    {
      id: 'state',
      label: trans.__('State'),
      orderBy: 'state',
      cell: row => (
        <button type="button" className="couture-Button couture-mod-minimal" onClick={() => open(row)}>
          <StateMark state={row.state} />
        </button>
      )
    },
    ...named('parameters', table?.parameter_names ?? []),
    ...named('results', table?.result_names ?? []),
    {
      id: 'seconds',
      label: trans.__('Duration'),
      orderBy: 'seconds',
      cell: row => (row.seconds === null ? '' : durationText(row.seconds))
    }
  ];
}

function sorted(table: ISweepTable, orderBy: string): ISweepRow[] {
  const name = orderBy.replace(/^-/, '');
  const sign = orderBy.startsWith('-') ? -1 : 1;
  if (!name) {
    return [...table.rows];
  }
  const [kind, ...rest] = name.split('.');
  const cell = (row: ISweepRow): unknown =>
    kind === 'parameters' || kind === 'results' ? row[kind][rest.join('.')] : row[kind as 'state' | 'seconds'];
  return [...table.rows].sort((a, b) => sign * compareCells(cell(a), cell(b)));
}
