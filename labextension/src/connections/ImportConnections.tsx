/** Takes over connections from a file that Airflow or our own export wrote. */
import { Notification } from '@jupyterlab/apputils';
import type { ReactElement } from 'react';
import { type ExistingChoice, ImportPanel, useCouture } from '../ui';

export function ImportConnections({ onDone }: { onDone: () => void }): ReactElement {
  const { client, changes, trans } = useCouture();
  const apply = async (document: Record<string, unknown>, existing: ExistingChoice): Promise<void> => {
    const { done, skipped } = await client.connections.import(document, existing);
    changes.announce({ subject: 'connection', what: 'changed' });
    const set = trans._n('The connections of %1 id were set.', 'The connections of %1 ids were set.', done.length);
    const kept = trans._n('%1 stayed as it was.', '%1 stayed as they were.', skipped.length);
    Notification.success(skipped.length > 0 ? trans.__('%1 %2', set, kept) : set, { autoClose: 5000 });
    onDone();
  };
  const preview = async (document: Record<string, unknown>) => {
    const found = await client.connections.preview(document);
    return found.map(({ connection_id: key, conn_types: types, count, ...rest }) => ({
      ...rest,
      key,
      description: count > 1 ? trans.__('%1 connections: %2', count, types) : types
    }));
  };
  return (
    <>
      <h2>{trans.__('Import connections')}</h2>
      <ImportPanel
        hint={trans.__(
          'A JSON object: {"id": {"conn_type": …, "host": …}}, or {"id": "postgres://user:password@host:5432/name"}, or a list of several. A secret *** leaves the one that is stored.'
        )}
        needs="connections:edit"
        preview={preview}
        apply={apply}
      />
    </>
  );
}
