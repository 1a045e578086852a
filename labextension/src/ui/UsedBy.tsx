/** Which DAGs use a variable or a connection, with the way to each place. */
import type { TranslationBundle } from '@jupyterlab/translation';
import { type ReactElement, useState } from 'react';
import type { ISecretUse } from '../api';
import { CommandIDs } from '../commands';
import { ActionButton } from './ActionButton';
import { useCouture } from './context';
import { QueryProblem } from './messages';
import { OpenLink } from './OpenLink';
import { useQuery } from './useQuery';

const FIRST = 10;

export interface IUsedByProps {
  name: string;
  uses: () => Promise<readonly ISecretUse[]>;
}

export function UsedBy({ name, uses }: IUsedByProps): ReactElement | null {
  const { client, trans } = useCouture();
  const [isWhole, setWhole] = useState(false);
  const { data, error, refresh } = useQuery(uses, change => change.subject === 'dag', [client, name], 1000);
  if (!data) {
    return error ? <QueryProblem error={error} onRetry={refresh} /> : null;
  }
  const shown = isWhole ? data : data.slice(0, FIRST);
  return (
    <section className="couture-UsedBy" aria-label={trans.__('Used by')}>
      <h3>{data.length > 0 ? trans._n('Used by %1 DAG', 'Used by %1 DAGs', data.length) : trans.__('No use was found')}</h3>
      <p className="couture-muted">
        {trans.__(
          "Found by reading the DAGs' files and their tasks' arguments. What is put together while a task runs, and what the cells of notebooks ask for, is not seen."
        )}
      </p>
      <ul>
        {shown.map(use => (
          <li key={use.dag_id}>
            <Use use={use} />
          </li>
        ))}
      </ul>
      {shown.length < data.length && (
        <ActionButton variant="minimal" label={trans._n('Show %1 more', 'Show %1 more', data.length - shown.length)} onClick={() => setWhole(true)} />
      )}
    </section>
  );
}

function Use({ use }: { use: ISecretUse }): ReactElement {
  const { trans } = useCouture();
  const { dag_id: dagId, file, tasks, lines } = use;
  return (
    <>
      <OpenLink command={CommandIDs.openDag} args={{ dagId }} title={dagId}>
        {use.dag_display_name}
      </OpenLink>
      {tasks.length > 0 && (
        <span className="couture-muted">{trans._n('task %2', 'tasks %2', tasks.length, tasks.join(', '))}</span>
      )}
      {file !== null &&
        lines.map(line => (
          <OpenLink key={line} command={CommandIDs.editDagFile} args={{ path: file, line }} title={file}>
            {trans.__('line %1', line)}
          </OpenLink>
        ))}
    </>
  );
}

/** What to say before something is deleted that these use; nothing where no use was found. */
export function usesSentences(uses: readonly ISecretUse[], trans: TranslationBundle): string[] {
  const names = [...new Set(uses.map(use => use.dag_display_name))];
  const told = names.slice(0, FIRST).join(', ');
  return names.length > 0 ? [trans._n('%1 DAG uses it: %2', '%1 DAGs use it: %2', names.length, told)] : [];
}
