/** The audit log: what people did. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { historyIcon } from '@jupyterlab/ui-components';
import { CommandIDs } from '../commands';
import { ICouture, IPages } from '../tokens';
import { placesOf } from '../ui/listing';
import { auditFields } from './fields';

export const auditLogPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:audit-log',
  description: 'The audit log: who did what, when, from where.',
  autoStart: true,
  requires: [ICouture, IPages],
  activate: (_: JupyterFrontEnd, couture: ICouture, pages: IPages): void => {
    const { trans } = couture;
    pages.add({
      id: 'couture-audit-log',
      command: CommandIDs.openAuditLog,
      label: trans.__('Audit log'),
      needs: 'eventLogs:read',
      caption: trans.__('Show who did what, when, and from where'),
      icon: historyIcon,
      places: placesOf(auditFields(couture), trans),
      load: async () => (await import('./list')).AuditLog
    });
  }
};
