/** The command that opens the schedule form, for a notebook or for a schedule that exists. */
import { ILabStatus, ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { WidgetTracker } from '@jupyterlab/apputils';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { FileDialog, IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { INotebookTracker } from '@jupyterlab/notebook';
import { DisposableDelegate } from '@lumino/disposable';
import type { ReadonlyJSONObject, ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { CommandIDs } from '../commands';
import { ICouture } from '../tokens';
import { attempt, isRunnable, scheduleIcon } from '../ui';
import { permitted } from '../ui/permissions';
import type { IScheduleEnvironment } from './context';
import { type IScheduleArgs, keyOf } from './key';
import type { ScheduleWidget } from './widget';

export const schedulePlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:schedule',
  description: 'The form that schedules a notebook.',
  autoStart: true,
  requires: [ICouture, IDocumentManager],
  optional: [INotebookTracker, IDefaultFileBrowser, ILayoutRestorer, ILabStatus],
  activate: (
    app: JupyterFrontEnd,
    couture: ICouture,
    documents: IDocumentManager,
    notebooks: INotebookTracker | null,
    browser: IDefaultFileBrowser | null,
    restorer: ILayoutRestorer | null,
    status: ILabStatus | null
  ) => {
    const { trans } = couture;
    const tracker = new WidgetTracker<ScheduleWidget>({ namespace: 'couture-schedule' });
    const environment = environmentOf(app, couture, documents, status);
    app.commands.addCommand(CommandIDs.scheduleNotebook, permitted(couture, 'notebooks:schedule', {
      label: args => (args.isMenu && args.from ? trans.__('Schedule…') : trans.__('Schedule a Notebook…')),
      caption: trans.__('Run a notebook now, at a date, or on a schedule'),
      icon: scheduleIcon,
      execute: args =>
        attempt(trans.__('The form cannot be shown.'), async () => {
          const wanted = await resolve(args, app, couture, notebooks, browser);
          const { ScheduleWidget } = await import('./widget');
          let widget = tracker.find(each => keyOf(each.args) === keyOf(wanted));
          if (!widget) {
            widget = new ScheduleWidget(wanted, couture, environment);
            await tracker.add(widget);
            app.shell.add(widget, 'main');
          }
          app.shell.activateById(widget.id);
        }, trans),
      describedBy: { args: ARGUMENTS }
    }));
    void restorer?.restore(tracker, {
      command: CommandIDs.scheduleNotebook,
      args: widget => ({ ...widget.args, isRestored: true }),
      name: widget => keyOf(widget.args)
    });
  }
};

const ARGUMENTS: ReadonlyJSONObject = {
  type: 'object',
  properties: {
    path: { type: 'string', description: 'The notebook. Without it, the one that is selected or open.' },
    dagId: { type: 'string', description: 'The schedule to edit.' },
    isCopy: { type: 'boolean', description: 'Make a copy of the schedule instead of editing it.' },
    from: { type: 'string', enum: ['browser', 'notebook'], description: 'Where to look for the notebook.' }
  }
};

/** Which form is meant: the arguments, completed by what is selected in the file browser or open. */
async function resolve(
  args: ReadonlyPartialJSONObject,
  app: JupyterFrontEnd,
  { files }: ICouture,
  notebooks: INotebookTracker | null,
  browser: IDefaultFileBrowser | null
): Promise<IScheduleArgs> {
  const { path, dagId, isCopy } = args as IScheduleArgs;
  if (dagId !== undefined) {
    return { dagId, isCopy };
  }
  if (args.isRestored) {
    return { path };
  }
  if (path !== undefined) {
    return { path: await files.fromLab(path) };
  }
  if (args.from === 'browser') {
    const selected = [...(browser?.selectedItems() ?? [])].find(isRunnable);
    return { path: selected && (await files.fromLab(selected.path)) };
  }
  const panel = notebooks?.currentWidget;
  if (!panel || (args.from !== 'notebook' && app.shell.currentWidget !== panel)) {
    return {};
  }
  if (panel.context.model.dirty && !panel.context.model.readOnly) {
    // What is on disk is what will run.
    await panel.context.save();
  }
  return { path: await files.fromLab(panel.context.path) };
}

function environmentOf(
  app: JupyterFrontEnd,
  { files, trans }: ICouture,
  documents: IDocumentManager,
  status: ILabStatus | null
): IScheduleEnvironment {
  const { kernelspecs } = app.serviceManager;
  const title = trans.__('Choose a notebook or a script');
  return {
    kernels: async () => {
      await kernelspecs.ready;
      const specs = Object.values(kernelspecs.specs?.kernelspecs ?? {});
      return specs.flatMap(spec => (spec ? [{ name: spec.name, label: spec.display_name }] : []));
    },
    browse: async near => {
      const defaultPath = await files.toLab(near.slice(0, Math.max(near.lastIndexOf('/'), 0)));
      const filter = (item: { type: string; path: string }): object | null =>
        item.type === 'directory' || isRunnable(item) ? {} : null;
      const answer = await FileDialog.getOpenFiles({ manager: documents, title, filter, defaultPath });
      const chosen = answer.button.accept ? answer.value?.find(isRunnable) : undefined;
      return chosen ? files.fromLab(chosen.path) : null;
    },
    openNotebook: path =>
      void attempt(trans.__('%1 cannot be opened.', path), async () => documents.openOrReveal(await files.toLab(path)), trans),
    setDirty: () => status?.setDirty() ?? new DisposableDelegate(() => undefined)
  };
}
