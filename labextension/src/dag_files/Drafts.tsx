/** What the person has written in the editor and not saved: new DAGs that are no file yet, and changes of files. */
import type { ReactElement } from 'react';
import type { IDagFile } from '../api';
import { CommandIDs } from '../commands';
import { ActionButton, RelativeTime, attempt, useCouture, useQuery } from '../ui';

export function Drafts({ files }: { files: readonly IDagFile[] }): ReactElement | null {
  const { client, commands, trans } = useCouture();
  const { data, refresh } = useQuery(
    () => client.dagFiles.drafts(),
    change => change.subject === 'dag_file',
    [client]
  );
  if (!data?.length) {
    return null;
  }
  const discard = (path: string): Promise<boolean> =>
    attempt(trans.__('The draft cannot be discarded.'), async () => {
      await client.dagFiles.forgetDraft(path);
      refresh();
    }, trans);
  return (
    <section className="couture-Drafts" aria-label={trans.__('Not saved yet')}>
      <strong>{trans.__('Not saved yet')}</strong>
      <ul>
        {data.map(draft => (
          <li key={draft.path}>
            <button
              type="button"
              className="couture-Link"
              onClick={() => void commands.execute(CommandIDs.editDagFile, { path: draft.path })}
            >
              {draft.path}
            </button>
            <span className="couture-muted">
              {files.some(file => file.path === draft.path) ? trans.__('changed') : trans.__('new')}{' '}
              <RelativeTime at={draft.at} />
            </span>
            <ActionButton
              label={trans.__('Discard')}
              title={trans.__('Throw away what is not saved of %1', draft.path)}
              variant="minimal"
              onClick={() => void discard(draft.path)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
