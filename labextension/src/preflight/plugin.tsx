/** "Check notebook": what would fail if it ran, as a list that leads to the cells. */
import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette, Notification, WidgetTracker } from '@jupyterlab/apputils';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { INotebookTracker } from '@jupyterlab/notebook';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { Signal } from '@lumino/signaling';
import type { ReactElement } from 'react';
import { CommandIDs } from '../commands';
import { ICouture } from '../tokens';
import { attempt, checkIcon, CoutureWidget, isRunnable, lazily } from '../ui';
import { PageWidget } from '../ui/page_widget';
import { showCell } from './show_cell';

const PreflightPage = lazily(async () => (await import('./PreflightPage')).PreflightPage);

class PreflightContent extends CoutureWidget {
  constructor(
    couture: ICouture,
    /** As Couture names the notebook. */
    readonly path: string,
    /** As JupyterLab names it. */
    readonly file: string
  ) {
    super(couture);
    this.node.tabIndex = -1;
  }

  /** Check the notebook anew. */
  ask(): void {
    this._asked.emit();
  }

  override dispose(): void {
    Signal.clearData(this);
    super.dispose();
  }

  protected body(): ReactElement {
    return <PreflightPage path={this.path} file={this.file} asked={this._asked} />;
  }

  private _asked = new Signal<this, void>(this);
}

export const preflightPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:preflight',
  description: 'The check of a notebook before it runs.',
  autoStart: true,
  requires: [ICouture, IDocumentManager],
  optional: [INotebookTracker, IDefaultFileBrowser, ICommandPalette, ILayoutRestorer],
  activate: (
    app: JupyterFrontEnd,
    couture: ICouture,
    documents: IDocumentManager,
    notebooks: INotebookTracker | null,
    browser: IDefaultFileBrowser | null,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null
  ) => {
    const { trans } = couture;
    const tracker = new WidgetTracker<PageWidget<PreflightContent>>({ namespace: 'couture-preflight' });
    const show = async (file: string, path: string): Promise<void> => {
      const known = tracker.find(each => each.content.path === path);
      const widget = known ?? widgetFor(couture, path, file);
      if (known) {
        known.content.ask();
      } else {
        await tracker.add(widget);
        const panel = documents.findWidget(file);
        app.shell.add(widget, 'main', panel ? { ref: panel.id, mode: 'split-right' } : {});
      }
      app.shell.activateById(widget.id);
    };
    app.commands.addCommand(CommandIDs.checkNotebook, {
      label: args => (args.from === 'browser' ? trans.__('Check') : trans.__('Check Notebook')),
      caption: trans.__('Find what would fail if the notebook ran as a job'),
      icon: checkIcon,
      execute: async args => {
        const file = await fileOf(args, documents, notebooks, browser);
        if (file === null) {
          Notification.info(trans.__('Open a notebook first, or select one in the file browser.'), { autoClose: 5000 });
          return;
        }
        await attempt(trans.__('The notebook was not checked.'), async () => show(file, await couture.files.fromLab(file)), trans);
      },
      describedBy: { args: ARGUMENTS }
    });
    app.commands.addCommand(CommandIDs.showCell, {
      label: trans.__('Show a Cell'),
      caption: trans.__('Open a notebook at a cell'),
      isEnabled: args => typeof args.path === 'string',
      isVisible: () => false,
      execute: args =>
        attempt(
          trans.__('%1 cannot be opened.', String(args.path)),
          async () => showCell(documents, await couture.files.toLab(String(args.path)), Number(args.cell), Number(args.line) || 1),
          trans
        ),
      describedBy: { args: SHOW_ARGUMENTS }
    });
    palette?.addItem({ command: CommandIDs.checkNotebook, category: trans.__('Couture') });
    void restorer?.restore(tracker, {
      command: CommandIDs.checkNotebook,
      args: widget => ({ path: widget.content.file }),
      name: widget => widget.content.path
    });
  }
};

const ARGUMENTS = {
  type: 'object',
  properties: {
    path: { type: 'string', description: 'The notebook. Without it, the one that is selected or open.' },
    from: { type: 'string', enum: ['browser', 'notebook'], description: 'Where to look for the notebook.' }
  }
};

const SHOW_ARGUMENTS = {
  type: 'object',
  properties: {
    path: { type: 'string', description: 'The notebook.' },
    cell: { type: 'integer', description: 'The index among all its cells.' },
    line: { type: 'integer', description: 'The line in the cell, from 1.' }
  },
  required: ['path', 'cell']
};

function widgetFor(couture: ICouture, path: string, file: string): PageWidget<PreflightContent> {
  const widget = new PageWidget(new PreflightContent(couture, path, file));
  widget.id = `couture-preflight-${path}`;
  widget.title.label = couture.trans.__('Check: %1', path.split('/').pop() ?? path);
  widget.title.icon = checkIcon;
  widget.title.closable = true;
  return widget;
}

/** Which notebook is meant, as JupyterLab names it, saved if it is open: what is on disk is what will run. */
async function fileOf(
  args: ReadonlyPartialJSONObject,
  documents: IDocumentManager,
  notebooks: INotebookTracker | null,
  browser: IDefaultFileBrowser | null
): Promise<string | null> {
  const selected = [...(browser?.selectedItems() ?? [])].find(isRunnable);
  const open = notebooks?.currentWidget?.context.path;
  const wanted = typeof args.path === 'string' ? args.path : args.from === 'browser' ? selected?.path : (open ?? selected?.path);
  if (wanted === undefined) {
    return null;
  }
  const panel = documents.findWidget(wanted);
  if (panel?.context.model.dirty && !panel.context.model.readOnly) {
    await panel.context.save();
  }
  return wanted;
}
