/** The audit log: what people did. */
import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IStateDB } from '@jupyterlab/statedb';
import { CommandIDs } from '../commands';
import { ICouture } from '../tokens';
import { addListPage } from '../ui/listing';
import { auditLog } from './list';

export const auditLogPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:audit-log',
  description: 'The audit log: who did what, when, from where.',
  autoStart: true,
  requires: [ICouture],
  optional: [ICommandPalette, ILayoutRestorer, IStateDB],
  activate: (
    app: JupyterFrontEnd,
    couture: ICouture,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null,
    stateDB: IStateDB | null
  ): void => {
    const caption = couture.trans.__('Show who did what, when, and from where');
    addListPage(auditLog(couture), { app, couture, palette, restorer, stateDB, command: CommandIDs.openAuditLog, caption });
  }
};
