/** The button that saves; then it waits until the engine has read the DAG, and opens it. */
import type { ReactElement } from 'react';
import { useEffect, useState } from 'react';
import { ApiError, type INotebookDag } from '../api';
import { CommandIDs } from '../commands';
import { ActionButton, errorSentence, Loading, useCouture, useQuery } from '../ui';
import type { IMade } from './useMade';

interface ISaveBarProps {
  made: IMade;
  save: (replace: boolean) => Promise<INotebookDag>;
}

export function SaveBar({ made, save }: ISaveBarProps): ReactElement {
  const { trans } = useCouture();
  const [isReplacing, setReplacing] = useState(false);
  const [problem, setProblem] = useState('');
  const [saved, setSaved] = useState<INotebookDag | null>(null);
  const existing = made.dag?.existing ?? [];
  const onSave = async (): Promise<void> => {
    setProblem('');
    try {
      setSaved(await save(isReplacing));
    } catch (reason) {
      setProblem(errorSentence(reason, trans));
    }
  };
  if (saved) {
    return <Opening key={saved.dag_id} dagId={saved.dag_id} />;
  }
  return (
    <div className="couture-NotebookDag-save">
      {existing.length > 0 && (
        <label title={existing.join('\n')}>
          <input type="checkbox" checked={isReplacing} onChange={event => setReplacing(event.target.checked)} />{' '}
          {trans._n('Replace %1 file of an earlier split', 'Replace %1 files of an earlier split', existing.length)}
        </label>
      )}
      <ActionButton
        label={trans.__('Save')}
        variant="primary"
        needs="dagFiles:edit"
        disabledBecause={whyNot()}
        onClick={() => void onSave()}
      />
      {problem && (
        <div className="couture-Field-error" role="alert">
          {problem}
        </div>
      )}
    </div>
  );

  function whyNot(): string | null {
    if (!made.isCurrent) {
      return made.error ? trans.__('Mend what is marked first.') : trans.__('A moment: the preview is on its way.');
    }
    return existing.length > 0 && !isReplacing ? trans.__('Say first whether the files may be replaced.') : null;
  }
}

function Opening({ dagId }: { dagId: string }): ReactElement {
  const { client, commands, trans } = useCouture();
  const { data, error } = useQuery(
    () => client.dags.details(dagId),
    change => change.dag_id === dagId && change.subject === 'dag',
    [client, dagId]
  );
  const isThere = data !== undefined;
  useEffect(() => {
    if (isThere) {
      void commands.execute(CommandIDs.openDag, { dagId, view: 'graph' });
    }
  }, [commands, dagId, isThere]);
  const isNotYet = error instanceof ApiError && error.status === 404;
  return (
    <div className="couture-NotebookDag-save" role="status">
      {isThere ? trans.__('The DAG %1 is saved.', dagId) : trans.__('Saved. The engine reads the DAG %1 …', dagId)}
      {!isThere && (!error || isNotYet) && <Loading />}
      {error && !isNotYet && <span className="couture-Field-error">{errorSentence(error, trans)}</span>}
    </div>
  );
}
