/** The values of runs that people started lately, to begin with. */
import type { ReactElement } from 'react';
import { absoluteTime, Field, useCouture, useQuery } from '../ui';
import { shortText } from '../ui/json_shape';

/** So many runs are looked at, so many different configurations are offered. */
const RUNS = 50;
const MOST = 10;

export interface IRecentValuesProps {
  dagId: string;
  onChoose: (conf: Readonly<Record<string, unknown>>) => void;
}

export function RecentValues({ dagId, onChoose }: IRecentValuesProps): ReactElement | null {
  const { client, trans } = useCouture();
  const { data } = useQuery(
    async () => {
      const page = await client.runs.list(dagId, { run_type: ['manual'], order_by: '-run_after', limit: RUNS });
      const seen = new Map<string, { conf: Record<string, unknown>; at: string }>();
      for (const run of page.dag_runs) {
        const text = JSON.stringify(run.conf ?? {});
        if (text !== '{}' && !seen.has(text)) {
          seen.set(text, { conf: run.conf ?? {}, at: run.run_after });
        }
      }
      return [...seen.values()].slice(0, MOST);
    },
    change => change.subject === 'dag_run' && change.dag_id === dagId,
    [client, dagId],
    2000
  );
  if (!data?.length) {
    return null;
  }
  return (
    <Field label={trans.__('Begin with the values of a recent run')}>
      {attributes => (
        <select
          {...attributes}
          className="couture-Select"
          value=""
          onChange={event => onChoose(data[Number(event.target.value)].conf)}
        >
          <option value="">{trans.__('Choose…')}</option>
          {data.map(({ conf, at }, place) => (
            <option key={JSON.stringify(conf)} value={place}>
              {`${absoluteTime(at)} · ${shortText(conf, 80)}`}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
