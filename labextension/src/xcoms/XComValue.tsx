/** The value of the chosen XCom. */
import { closeIcon } from '@jupyterlab/ui-components';
import { type ReactElement, useEffect, useRef } from 'react';
import type { IXComName } from '../api';
import { ActionButton, JsonValue, Loading, QueryProblem, useCouture, useQuery } from '../ui';

export function XComValue({ name, onClose }: { name: IXComName; onClose: () => void }): ReactElement {
  const { client, trans } = useCouture();
  const { dag_id, run_id, task_id, map_index, key } = name;
  const { data, error, refresh } = useQuery(
    () => client.xcoms.get(name),
    change => change.subject === 'task_instance' && change.run_id === run_id && change.task_id === task_id,
    [client, dag_id, run_id, task_id, map_index, key],
    2000
  );
  const section = useRef<HTMLElement>(null);
  const isThere = data !== undefined;
  useEffect(() => {
    section.current?.scrollIntoView({ block: 'nearest' });
  }, [isThere]);
  return (
    <section ref={section} className="couture-XComValue" aria-label={trans.__('Value of %1', key)}>
      <div className="couture-Buttons">
        <h2>{trans.__('%1 of %2', key, task_id)}</h2>
        <ActionButton icon={closeIcon} iconOnly variant="minimal" label={trans.__('Close the value')} onClick={onClose} />
      </div>
      {error && <QueryProblem error={error} onRetry={refresh} />}
      {!data && !error && <Loading />}
      {data && <JsonValue name={key} value={data.value} />}
    </section>
  );
}
