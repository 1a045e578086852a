/** The fields of the two kinds of schedules that follow events: a file that comes, another DAG's success. */
import { type ReactElement, useId } from 'react';
import { useCouture, useQuery } from '../ui';
import { TextField } from './inputs';

const MOST_DAGS = 1000;

export function FileFields(): ReactElement {
  const { trans } = useCouture();
  return (
    <>
      <div className="couture-FormGrid">
        <TextField
          name="pattern"
          path="when.pattern"
          label={trans.__('Files')}
          placeholder={trans.__('data/*.csv')}
          spellCheck={false}
          isRequired
          hint={trans.__('A path in the workspace. * stands for any name, ** for any folders.')}
        />
        <TextField
          name="settle"
          path="when.settle"
          label={trans.__('Wait until its size is the same for')}
          hint={trans.__('So that a file is complete when its run starts.')}
        />
      </div>
      <p className="couture-muted">
        {trans.__(
          'The notebook finds the whole path in a parameter called file, if it has one. Files that are there already do not count.'
        )}
      </p>
    </>
  );
}

export function AfterFields(): ReactElement {
  const { client, trans } = useCouture();
  const list = useId();
  const { data } = useQuery(
    () => client.dags.summaries({ limit: MOST_DAGS, order_by: 'dag_display_name' }),
    change => change.subject === 'dag',
    [client]
  );
  return (
    <>
      <TextField
        name="after"
        path="when.after"
        label={trans.__('DAG')}
        list={list}
        spellCheck={false}
        isRequired
        hint={trans.__('Each of its successes starts one run. While this schedule is off, successes pass by.')}
      />
      <datalist id={list}>
        {data?.dags.map(dag => (
          <option key={dag.dag_id} value={dag.dag_id}>
            {dag.dag_display_name}
          </option>
        ))}
      </datalist>
    </>
  );
}
