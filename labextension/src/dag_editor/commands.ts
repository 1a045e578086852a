/** The commands of the DAG editor. */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ICommandPalette, WidgetTracker } from '@jupyterlab/apputils';
import type { ICompletionProviderManager } from '@jupyterlab/completer';
import { editIcon, saveIcon } from '@jupyterlab/ui-components';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { CommandIDs } from '../commands';
import type { ICouture } from '../tokens';
import { attempt, permitted } from '../ui';
import type { BrowsedDagFile } from '../ui/browsed_dag_file';
import type { PageWidget } from '../ui/page_widget';
import type { EditorOpener } from './opening';
import type { DagEditorWidget } from './widget';

type Tracker = WidgetTracker<PageWidget<DagEditorWidget>>;

const ARGUMENTS = {
  type: 'object',
  properties: {
    path: { type: 'string', description: 'Of the file, in the DAG folder' },
    file: { type: 'string', description: 'The file as a path in the workspace' },
    dagId: { type: 'string', description: 'The DAG whose file is meant' },
    from: { enum: ['browser'], description: 'The file that is chosen in the file browser' },
    line: { type: 'number' },
    panel: { type: ['string', 'null'] }
  }
} as const;

export function addCommands(
  app: JupyterFrontEnd,
  couture: ICouture,
  opener: EditorOpener,
  tracker: Tracker,
  palette: ICommandPalette | null,
  completion: ICompletionProviderManager | null,
  browsed: BrowsedDagFile
): void {
  const { trans } = couture;
  const inFront = (): PageWidget<DagEditorWidget> | null =>
    tracker.currentWidget && tracker.currentWidget === app.shell.currentWidget ? tracker.currentWidget : null;
  app.commands.addCommand(CommandIDs.editDagFile, {
    label: args => (args.from === 'browser' ? trans.__('Edit as DAG') : trans.__('Edit DAG')),
    caption: trans.__('Edit the DAG file, with its graph beside it'),
    icon: editIcon,
    isVisible: args => args.from !== 'browser' || browsed.path() !== null,
    describedBy: { args: ARGUMENTS },
    execute: args =>
      attempt(trans.__('The DAG file cannot be edited.'), async () => {
        const path = args.from === 'browser' ? browsed.path() : await pathOf(couture, args);
        if (path === null) {
          await app.commands.execute(CommandIDs.manageDags);
          return;
        }
        const panel = args.panel === null ? null : typeof args.panel === 'string' ? args.panel : 'graph';
        await opener.open(path, typeof args.line === 'number' ? args.line : null, panel);
      }, trans)
  });
  app.commands.addCommand(CommandIDs.reviewDagFile, {
    label: trans.__('Review & Save'),
    caption: trans.__('See your changes beside the saved file, then save'),
    icon: saveIcon,
    isEnabled: () => inFront()?.content.session.loading.kind === 'ready',
    describedBy: { args: { type: 'object', properties: {} } },
    execute: () => {
      const content = inFront()?.content;
      // Ctrl+S: first to the review, then from there to the disk.
      return content?.mode.kind === 'review' ? content.save() : content?.review();
    }
  });
  app.commands.addCommand(CommandIDs.saveDagFile, permitted(couture, 'dagFiles:edit', {
    label: trans.__('Save Code'),
    caption: trans.__('Save the DAG file; the engine reads it at once'),
    icon: saveIcon,
    isEnabled: () => inFront()?.content.session.loading.kind === 'ready',
    describedBy: { args: { type: 'object', properties: {} } },
    execute: () => inFront()?.content.save()
  }));
  tracker.currentChanged.connect(() => {
    app.commands.notifyCommandChanged(CommandIDs.reviewDagFile);
    app.commands.notifyCommandChanged(CommandIDs.saveDagFile);
  });
  const category = trans.__('Couture');
  for (const command of [CommandIDs.reviewDagFile, CommandIDs.saveDagFile]) {
    palette?.addItem({ command, category });
  }
  if (completion) {
    addCompletion(app, couture, inFront, completion);
  }
}

function addCompletion(
  app: JupyterFrontEnd,
  { trans }: ICouture,
  inFront: () => PageWidget<DagEditorWidget> | null,
  completion: ICompletionProviderManager
): void {
  app.commands.addCommand(CommandIDs.completeDagCode, {
    label: trans.__('Complete Code in the DAG Editor'),
    caption: trans.__('Show how the word at the cursor can go on'),
    describedBy: { args: { type: 'object', properties: {} } },
    isEnabled: () => inFront() !== null,
    execute: () => {
      const widget = inFront();
      if (widget) {
        completion.invoke(widget.id);
      }
    }
  });
  app.commands.addCommand(CommandIDs.selectDagCompletion, {
    label: trans.__('Take the Completion in the DAG Editor'),
    caption: trans.__('Put what the completer has chosen into the text'),
    describedBy: { args: { type: 'object', properties: {} } },
    isEnabled: () => inFront() !== null,
    execute: () => {
      const widget = inFront();
      if (widget) {
        completion.select(widget.id);
      }
    }
  });
  app.commands.addKeyBinding({
    command: CommandIDs.selectDagCompletion,
    keys: ['Enter'],
    selector: '.couture-DagEditorPage .jp-mod-completer-active'
  });
}

/** The path in the DAG folder, from whatever names the file. */
async function pathOf({ client, trans }: ICouture, args: ReadonlyPartialJSONObject): Promise<string | null> {
  if (typeof args.path === 'string') {
    return args.path;
  }
  let file = args.file;
  if (typeof args.dagId === 'string') {
    const dag = await client.dags.details(args.dagId);
    if (dag.kind === 'notebook_schedule') {
      throw new Error(trans.__('"%1" is the schedule of a notebook: change it in the form of the schedule.', args.dagId));
    }
    file = dag.relative_fileloc;
  }
  if (typeof file !== 'string') {
    return null;
  }
  const { dags_folder: folder } = await client.engine.workspace();
  return folder !== null && file.startsWith(`${folder}/`) ? file.slice(folder.length + 1) : file;
}
