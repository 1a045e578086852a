/** The canvas in the palette and in menus. */
import type { ICommandPalette } from '@jupyterlab/apputils';
import type { CommandRegistry } from '@lumino/commands';
import { CommandIDs } from '../commands';
import type { ICouture, IDagEditors } from '../tokens';
import { workflowsIcon } from '../ui';
import type { BrowsedDagFile } from '../ui/browsed_dag_file';
import { copyChosen, groupChosen, moveChosen, paste } from './actions';
import { deleteNodes } from './deleting';
import type { CanvasSession, CanvasSessions } from './session';

const NO_ARGUMENTS = { args: { type: 'object', properties: {} } } as const;

export function addCommands(
  couture: ICouture,
  sessions: CanvasSessions,
  editors: IDagEditors,
  palette: ICommandPalette | null,
  browsed: BrowsedDagFile
): void {
  addOpening(couture, editors, browsed);
  const added = addSelectionCommands(couture, sessions, editors);
  for (const command of [CommandIDs.openCanvas, ...added]) {
    palette?.addItem({ command, category: couture.trans.__('Couture') });
  }
}

function addOpening({ commands, trans }: ICouture, editors: IDagEditors, browsed: BrowsedDagFile): void {
  commands.addCommand(CommandIDs.openCanvas, {
    label: ({ from }) => (from === 'browser' ? trans.__('Canvas') : trans.__('Edit DAG File on the Canvas')),
    caption: trans.__('Open a DAG file as a drawing that can be edited, beside its text'),
    icon: workflowsIcon,
    describedBy: {
      args: {
        type: 'object',
        properties: {
          path: { type: 'string', description: trans.__('The file, in the DAG folder; by default the one that was edited last') },
          from: { enum: ['browser'], description: trans.__('The file that is chosen in the file browser') }
        }
      }
    },
    isVisible: ({ from }) => from !== 'browser' || browsed.path() !== null,
    isEnabled: ({ path, from }) => typeof path === 'string' || (from === 'browser' ? browsed.path() : editors.current) !== null,
    execute: async args => {
      const chosen = args.from === 'browser' ? browsed.path() : editors.current?.path;
      const path = typeof args.path === 'string' ? args.path : chosen;
      if (typeof path === 'string') {
        await commands.execute(CommandIDs.editDagFile, { path, panel: 'canvas' });
      }
    }
  });
}

/** Commands for what is selected on the canvas that was used last. */
function addSelectionCommands({ commands, trans }: ICouture, sessions: CanvasSessions, editors: IDagEditors): string[] {
  const current = (): CanvasSession | null => (editors.current ? sessions.of(editors.current) : null);
  const canChange = (): boolean => {
    const chosen = current()?.chosen ?? [];
    return chosen.length > 0 && chosen.every(({ reason }) => reason === '');
  };
  const add = (id: string, options: Pick<CommandRegistry.ICommandOptions, 'label' | 'caption'>, run: (session: CanvasSession) => unknown, isEnabled = canChange): string => {
    commands.addCommand(id, {
      ...options,
      describedBy: NO_ARGUMENTS,
      isEnabled: () => isEnabled(),
      execute: async () => {
        const session = current();
        if (session) {
          await run(session);
        }
      }
    });
    return id;
  };
  sessions.changed.connect(() => commands.notifyCommandChanged());
  return [
    add(
      CommandIDs.deleteCanvasTask,
      { label: trans.__('Delete from the Canvas'), caption: trans.__('Take the selected tasks out of the DAG file; asks what becomes of their dependencies') },
      session => deleteNodes(session, session.chosen.map(({ id }) => id), trans)
    ),
    add(
      CommandIDs.groupCanvasTasks,
      { label: trans.__('Group Tasks…'), caption: trans.__('Make a task group of what is selected on the canvas') },
      session => groupChosen(session, trans)
    ),
    add(
      CommandIDs.moveCanvasTasks,
      { label: trans.__('Move to Group…'), caption: trans.__('Put what is selected on the canvas into another task group, or out of all') },
      session => moveChosen(session, trans)
    ),
    add(
      CommandIDs.dissolveCanvasGroup,
      { label: trans.__('Dissolve Group'), caption: trans.__('Take the selected task group away and keep its tasks') },
      session => session.edit({ edit: 'ungroup', node: session.selected!.id }),
      () => canChange() && current()?.selected?.kind === 'group'
    ),
    add(
      CommandIDs.renameCanvasTask,
      { label: trans.__('Rename Task on the Canvas'), caption: trans.__('Edit the id of the selected task in the drawing') },
      session => session.rename(session.selected!.id),
      () => canChange() && current()?.selected !== null
    ),
    add(
      CommandIDs.copyCanvasTasks,
      { label: trans.__('Copy Tasks'), caption: trans.__('Copy what is selected on the canvas, for this DAG file or another one') },
      session => copyChosen(session, sessions)
    ),
    add(
      CommandIDs.pasteCanvasTasks,
      { label: trans.__('Paste Tasks'), caption: trans.__('Put copies of the copied tasks into the DAG on the canvas') },
      session => paste(session, sessions),
      () => sessions.copied !== null && current()?.dag !== null
    )
  ];
}
