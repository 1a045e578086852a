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
    const environment = environmentOf(app, documents, status, trans.__('Choose a notebook or a script'));
    app.commands.addCommand(CommandIDs.scheduleNotebook, {
      label: args => (args.isMenu ? trans.__('Schedule…') : trans.__('Schedule a Notebook…')),
      caption: trans.__('Run a notebook now, at a date, or on a schedule'),
      icon: scheduleIcon,
      execute: args =>
        attempt(trans.__('The form cannot be shown.'), async () => {
          const wanted = await resolve(args, app, notebooks, browser);
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
    });
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
  notebooks: INotebookTracker | null,
  browser: IDefaultFileBrowser | null
): Promise<IScheduleArgs> {
  const { path, dagId, isCopy } = args as IScheduleArgs;
  if (dagId !== undefined) {
    return { dagId, isCopy };
  }
  const { contents } = app.serviceManager;
  if (path !== undefined || args.isRestored) {
    return { path: path === undefined ? undefined : contents.localPath(path) };
  }
  if (args.from === 'browser') {
    const selected = [...(browser?.selectedItems() ?? [])].find(isRunnable);
    return { path: selected && contents.localPath(selected.path) };
  }
  const panel = notebooks?.currentWidget;
  if (!panel || (args.from !== 'notebook' && app.shell.currentWidget !== panel)) {
    return {};
  }
  if (panel.context.model.dirty && !panel.context.model.readOnly) {
    // What is on disk is what will run.
    await panel.context.save();
  }
  return { path: contents.localPath(panel.context.path) };
}

function environmentOf(
  app: JupyterFrontEnd,
  documents: IDocumentManager,
  status: ILabStatus | null,
  title: string
): IScheduleEnvironment {
  const { contents, kernelspecs } = app.serviceManager;
  return {
    kernels: async () => {
      await kernelspecs.ready;
      const specs = Object.values(kernelspecs.specs?.kernelspecs ?? {});
      return specs.flatMap(spec => (spec ? [{ name: spec.name, label: spec.display_name }] : []));
    },
    browse: async near => {
      const folder = near.includes('/') ? near.slice(0, near.lastIndexOf('/')) : '';
      const filter = (item: { type: string; path: string }): object | null =>
        item.type === 'directory' || isRunnable(item) ? {} : null;
      const answer = await FileDialog.getOpenFiles({ manager: documents, title, filter, defaultPath: folder });
      const chosen = answer.button.accept ? answer.value?.find(isRunnable) : undefined;
      return chosen ? contents.localPath(chosen.path) : null;
    },
    openNotebook: path => void documents.openOrReveal(path),
    setDirty: () => status?.setDirty() ?? new DisposableDelegate(() => undefined)
  };
}
