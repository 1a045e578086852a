/** The canvas in the palette and in menus. */
import type { ICommandPalette } from '@jupyterlab/apputils';
import { CommandIDs } from '../commands';
import type { ICouture, IDagEditors } from '../tokens';
import { workflowsIcon } from '../ui';
import { deleteNode } from './deleting';
import type { CanvasSession, CanvasSessions } from './session';

export function addCommands(
  { commands, trans }: ICouture,
  sessions: CanvasSessions,
  editors: IDagEditors,
  palette: ICommandPalette | null
): void {
  const current = (): CanvasSession | null => (editors.current ? sessions.of(editors.current) : null);
  commands.addCommand(CommandIDs.openCanvas, {
    label: trans.__('Edit DAG File on the Canvas'),
    caption: trans.__('Open a DAG file as a drawing that can be edited, beside its text'),
    icon: workflowsIcon,
    describedBy: {
      args: {
        type: 'object',
        properties: { path: { type: 'string', description: trans.__('The file, in the DAG folder; by default the one that was edited last') } }
      }
    },
    isEnabled: ({ path }) => typeof path === 'string' || editors.current !== null,
    execute: async args => {
      const path = typeof args.path === 'string' ? args.path : editors.current?.path;
      if (path !== undefined) {
        await commands.execute(CommandIDs.editDagFile, { path, panel: 'canvas' });
      }
    }
  });
  commands.addCommand(CommandIDs.deleteCanvasTask, {
    label: trans.__('Delete Selected Task from the Canvas'),
    caption: trans.__('Take the selected task out of the DAG file; asks what becomes of its dependencies'),
    describedBy: { args: { type: 'object', properties: {} } },
    isEnabled: () => current()?.selected?.reason === '',
    execute: async () => {
      const session = current();
      if (session?.selected) {
        await deleteNode(session, session.selected.id, trans);
      }
    }
  });
  for (const command of [CommandIDs.openCanvas, CommandIDs.deleteCanvasTask]) {
    palette?.addItem({ command, category: trans.__('Couture') });
  }
}
