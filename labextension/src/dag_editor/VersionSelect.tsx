/** Older contents of the file, as the engine read them: choose one to see it beside the text. */
import type { ReactElement } from 'react';
import { CommandIDs } from '../commands';
import { absoluteTime, useCouture, useQuery } from '../ui';
import type { EditorSession } from './session';

export function VersionSelect({ session }: { session: EditorSession }): ReactElement | null {
  const { client, commands, trans } = useCouture();
  const { path } = session.text;
  const versions =
    useQuery(
      () => client.dagFiles.versions(path),
      change => change.subject === 'dag_file' && change.detail?.file === path,
      [client, path]
    ).data ?? [];
  const older = versions.filter(each => each.hash !== session.file.base.hash && each.dags.length > 0);
  if (!older.length) {
    return null;
  }
  const show = async (hash: string): Promise<void> => {
    const chosen = older.find(each => each.hash === hash);
    if (chosen) {
      const [{ dag_id: dagId, version_number: number }] = chosen.dags;
      await commands.execute(CommandIDs.compareDagFile, { path, dagId, number, at: chosen.created_at });
    }
  };
  return (
    <select
      className="couture-Select"
      aria-label={trans.__('Compare with an older version')}
      value=""
      onChange={event => void show(event.target.value)}
    >
      <option value="">{trans.__('Older versions')}</option>
      {older.map(each => (
        <option key={each.hash} value={each.hash}>
          {trans.__(
            '%1: %2',
            absoluteTime(each.created_at),
            each.dags.map(dag => trans.__('%1 v%2', dag.dag_id, dag.version_number)).join(', ')
          )}
        </option>
      ))}
    </select>
  );
}
