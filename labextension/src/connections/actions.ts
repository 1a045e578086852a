/** What the list does: delete and export. */
import { Notification } from '@jupyterlab/apputils';
import type { IConnection } from '../api';
import type { ICouture } from '../tokens';
import { askAndDelete, attempt, saveAsFile, usesSentences } from '../ui';
import { exportText } from './exporting';

export async function deleteConnection(couture: ICouture, connection: IConnection): Promise<void> {
  const { client, trans } = couture;
  const { connection_id: id, number } = connection;
  const uses = await client.connections.uses(id);
  await askAndDelete(couture, {
    subject: 'connection',
    title: trans.__('Delete the connection %1?', id),
    sentences: [...usesSentences(uses, trans), trans.__('When it is the only one with this id, whatever asks for it fails from now on. This cannot be undone.')],
    failed: trans.__('The connection could not be deleted.'),
    act: () => client.connections.delete(id, number)
  });
}

/** Save a file with all whose id contains the text. */
export async function exportConnections({ client, trans }: ICouture, text: string): Promise<void> {
  await attempt(
    trans.__('The connections could not be exported.'),
    async () => {
      const found = await client.connections.all(text);
      saveAsFile('connections.json', exportText(found));
      const count = trans._n('%1 connection was exported.', '%1 connections were exported.', found.length);
      const how = trans.__('Secrets stand as *** in the file; on the server, "couture connections export" writes them, too.');
      Notification.success(trans.__('%1 %2', count, how), { autoClose: 8000 });
    },
    trans
  );
}
