/** Who changed the file when; a content that the engine has kept can be compared with the text, and restored. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactElement } from 'react';
import { ApiError, type IDagFileMoment } from '../api';
import { CommandIDs } from '../commands';
import type { IDagEditor } from '../tokens';
import { CommandButton, EmptyState, ErrorBanner, Loading, RelativeTime, absoluteTime, useCouture, useQuery } from '../ui';

export function HistoryPanel({ editor }: { editor: IDagEditor }): ReactElement {
  const { client, trans } = useCouture();
  const { path } = editor;
  const { data, error, refresh } = useQuery(
    () => Promise.all([client.dagFiles.history(path), currentHash()]),
    change => change.subject === 'dag_file' && change.detail?.file === path,
    [client, path]
  );
  if (!data) {
    return error ? <ErrorBanner error={error} onRetry={refresh} /> : <Loading />;
  }
  const [history, current] = data;
  if (!history.length) {
    return (
      <EmptyState title={trans.__('No history yet')}>
        {trans.__('It begins when the file is saved, or when the engine reads it.')}
      </EmptyState>
    );
  }
  const now = history.find(each => each.hash === current && each.event !== 'delete_dag_file');
  return (
    <ol className="couture-DagHistory" aria-label={trans.__('History of %1', path)}>
      {history.map((moment, index) => (
        <li key={index}>
          <span className="couture-DagHistory-what">
            <strong>{what(moment, trans)}</strong>
            <RelativeTime at={moment.at} />
            {moment === now && <span className="couture-muted">{trans.__('as it is now')}</span>}
          </span>
          {moment !== now && <Versions path={path} moment={moment} />}
        </li>
      ))}
    </ol>
  );

  async function currentHash(): Promise<string | null> {
    try {
      return (await client.dagFiles.get(path)).hash;
    } catch (reason) {
      if (reason instanceof ApiError && reason.status === 404) {
        return null;
      }
      throw reason;
    }
  }
}

/** The first version of the content will do: all of them have the same source. */
function Versions({ path, moment }: { path: string; moment: IDagFileMoment }): ReactElement {
  const { trans } = useCouture();
  const [version] = moment.dags;
  const names = moment.dags.map(dag => trans.__('%1 v%2', dag.dag_id, dag.version_number)).join(', ');
  if (!version) {
    return <span className="couture-muted">{trans.__('The engine has not kept this content.')}</span>;
  }
  const args = { path, dagId: version.dag_id, number: version.version_number, at: moment.at };
  return (
    <span className="couture-DagHistory-versions">
      <CommandButton command={CommandIDs.compareDagFile} args={args} variant="minimal" label={trans.__('Compare, restore')} />
      <span className="couture-muted" title={absoluteTime(moment.at)}>
        {names}
      </span>
    </span>
  );
}

function what({ event, who, was }: IDagFileMoment, trans: TranslationBundle): string {
  const name = who ?? '';
  const told: Record<string, string> = {
    create_dag_file: trans.__('%1 made it', name),
    save_dag_file: trans.__('%1 saved it', name),
    upload_dag_file: trans.__('%1 uploaded it', name),
    rename_dag_file: trans.__('%1 renamed it, it was %2', name, was ?? ''),
    delete_dag_file: trans.__('%1 deleted it', name)
  };
  return told[event ?? ''] ?? trans.__('Changed on the disk');
}
