/** The facts of a run: what started it, when, and with which values. */
import type { ReactElement } from 'react';
import type { IDagRun } from '../api';
import { absoluteTime, type Fact, Facts, originText, useCouture, useQuery } from '../ui';
import { StartedByAssets } from './StartedByAssets';
import { Values } from './Values';

export function RunFacts({ run }: { run: IDagRun }): ReactElement {
  const { trans } = useCouture();
  const { parameters: own, ...conf } = run.conf ?? {};
  const parameters = { ...useScheduled(run), ...(own as object | undefined) };
  const version = run.dag_versions.at(-1)?.version_number;
  const facts: Fact[] = [
    [trans.__('Started by'), run.origin === 'asset' ? <StartedByAssets run={run} /> : originText(run, trans)],
    [trans.__('Started'), run.start_date && absoluteTime(run.start_date)],
    [trans.__('Ended'), run.end_date && absoluteTime(run.end_date)],
    [trans.__('Logical date'), run.logical_date && absoluteTime(run.logical_date)],
    [trans.__('Partition'), run.partition_key],
    [trans.__('DAG version'), version === undefined ? null : String(version)],
    [trans.__('Parameters'), isEmpty(parameters) ? null : <Values values={parameters} />],
    [trans.__('Configuration'), isEmpty(conf) ? null : <Values values={conf} />]
  ];
  return (
    <Facts facts={facts} className="couture-RunFacts" />
  );
}

/** The parameters of the schedule, as far as they are those that this run had: the schedule has not changed since. */
function useScheduled(run: IDagRun): Record<string, unknown> {
  const { client } = useCouture();
  const { dag_id: dagId, kind } = run;
  const version = run.dag_versions.at(-1)?.version_number;
  const { data } = useQuery(
    async () => {
      if (kind !== 'notebook_schedule') {
        return {};
      }
      const details = await client.dags.details(dagId);
      const isSame = details.latest_dag_version?.version_number === version;
      return isSame ? (await client.schedules.get(dagId)).parameters : {};
    },
    change => change.subject === 'dag' && change.dag_id === dagId,
    [client, dagId, kind, version]
  );
  return data ?? {};
}

function isEmpty(values: object): boolean {
  return Object.keys(values).length === 0;
}
