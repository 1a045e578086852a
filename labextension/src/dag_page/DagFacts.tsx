/** Everything known of a DAG: facts, limits, params, default arguments. */
import type { ReactElement, ReactNode } from 'react';
import type { IDagDetails } from '../api';
import { absoluteTime, durationText, type Fact, Facts, JsonTree, RelativeTime, useCouture } from '../ui';
import { Owners } from '../ui/Owners';
import { policySentence } from './words';

export function DagFacts({ dag }: { dag: IDagDetails }): ReactElement {
  const { trans } = useCouture();
  const moment = (iso: string | null): ReactNode => iso && absoluteTime(iso, dag.timezone ?? undefined);
  const yes = (is: boolean | null): ReactNode => is && trans.__('Yes');
  const facts: Fact[] = [
    [trans.__('DAG id'), <code key="id">{dag.dag_id}</code>],
    [trans.__('Kind'), dag.kind === 'file' ? trans.__('DAG file') : trans.__('Notebook schedule')],
    [trans.__('File'), dag.kind === 'file' && (dag.relative_fileloc ?? dag.fileloc)],
    [trans.__('Owner'), <Owners key="owners" owners={dag.owners} links={dag.owner_links} />],
    [trans.__('Timetable'), dag.timetable_summary],
    [trans.__('Time zone'), dag.timezone],
    [trans.__('Next run'), moment(dag.next_dagrun_run_after)],
    [trans.__('Start date'), moment(dag.start_date)],
    [trans.__('End date'), moment(dag.end_date)],
    [trans.__('Missed runs'), policySentence(dag.missed_runs, trans)],
    [trans.__('Overlapping runs'), policySentence(dag.overlap, trans)],
    [trans.__('Maximum active runs'), dag.max_active_runs],
    [trans.__('Maximum active tasks'), dag.max_active_tasks],
    [trans.__('Off after failed runs'), dag.max_consecutive_failed_dag_runs || null],
    [trans.__('Run timeout'), dag.dag_run_timeout],
    [trans.__('Off when it is new'), yes(dag.is_paused_upon_creation)],
    [trans.__('Runs again on the newest code'), yes(dag.rerun_with_latest_version)],
    [trans.__('Templates are Python values'), yes(dag.render_template_as_native_obj)],
    [trans.__('Folders of templates'), dag.template_search_path?.join(', ')],
    [trans.__('Callbacks'), dag.callbacks.length > 0 && <code key="callbacks">{dag.callbacks.join(', ')}</code>],
    [trans.__('Deadlines'), dag.deadlines.join(', ')],
    [trans.__('Last read'), dag.last_parsed_time && <RelativeTime key="read" at={dag.last_parsed_time} />],
    [trans.__('Reading took'), dag.last_parse_duration !== null && durationText(dag.last_parse_duration)]
  ];
  return (
    <>
      <Facts facts={facts} />
      <Values title={trans.__('Params')} values={dag.params} />
      <Values title={trans.__('Default arguments')} values={dag.default_args} />
    </>
  );
}

function Values({ title, values }: { title: string; values: object | null }): ReactElement | null {
  if (values === null || Object.keys(values).length === 0) {
    return null;
  }
  return (
    <>
      <h2>{title}</h2>
      <JsonTree value={values} />
    </>
  );
}
