/** From notebooks to DAGs: of several, or of one that is split into tasks. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { INotebookTracker } from '@jupyterlab/notebook';
import { CommandIDs } from '../commands';
import { ICouture, IPages } from '../tokens';
import { workflowsIcon } from '../ui';
import { permitted } from '../ui/permissions';

const COMPOSE_PAGE = 'couture:notebooks-page';
const SPLIT_PAGE = 'couture:split-page';

export const notebookDagsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:notebook-dags',
  description: 'New DAGs from notebooks.',
  autoStart: true,
  requires: [ICouture, IDocumentManager, IPages],
  optional: [INotebookTracker, IDefaultFileBrowser, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    couture: ICouture,
    documents: IDocumentManager,
    pages: IPages,
    notebooks: INotebookTracker | null,
    browser: IDefaultFileBrowser | null,
    palette: ICommandPalette | null
  ) => {
    addPages(pages, couture);
    const { commands } = app;
    const { trans } = couture;
    const selected = (): string[] => [...(browser?.selectedItems() ?? [])].filter(isNotebook).map(item => item.path);
    commands.addCommand(CommandIDs.composeDag, permitted(couture, 'notebooks:schedule', {
      label: args => (args.from === 'browser' ? trans.__('New DAG from These…') : trans.__('New DAG from Notebooks…')),
      caption: trans.__('Make a DAG of the notebooks that are selected in the file browser'),
      icon: workflowsIcon,
      describedBy: { args: { type: 'object', properties: { paths: { type: 'array', items: { type: 'string' } } } } },
      execute: async args => {
        const paths = Array.isArray(args.paths) ? args.paths.map(String) : selected();
        return commands.execute(COMPOSE_PAGE, { paths: await saved(couture, documents, paths) });
      }
    }));
    commands.addCommand(CommandIDs.splitNotebook, permitted(couture, 'notebooks:schedule', {
      label: args => (args.from === 'browser' ? trans.__('Split into Tasks…') : trans.__('Split Notebook into Tasks…')),
      caption: trans.__('Make a DAG whose tasks are the parts of a notebook'),
      icon: workflowsIcon,
      describedBy: { args: { type: 'object', properties: { path: { type: 'string' }, from: { type: 'string' } } } },
      execute: async args => {
        const open = notebooks?.currentWidget?.context.path;
        const wanted = typeof args.path === 'string' ? args.path : args.from === 'browser' ? selected()[0] : open;
        const [path] = await saved(couture, documents, wanted === undefined ? [] : [wanted]);
        return commands.execute(SPLIT_PAGE, { path: path ?? '' });
      }
    }));
    for (const command of [CommandIDs.composeDag, CommandIDs.splitNotebook]) {
      palette?.addItem({ command, category: trans.__('Couture') });
    }
  }
};

function addPages(pages: IPages, { trans }: ICouture): void {
  pages.add({
    ...{ id: 'couture-notebooks', command: COMPOSE_PAGE, isInternal: true, icon: workflowsIcon },
    label: trans.__('New DAG from Notebooks'),
    caption: trans.__('A DAG of several notebooks'),
    places: { paths: trans.__('The notebooks, in their order.') },
    load: async () => (await import('./ComposePage')).ComposePage
  });
  pages.add({
    ...{ id: 'couture-split', command: SPLIT_PAGE, isInternal: true, icon: workflowsIcon },
    label: trans.__('Split into Tasks'),
    caption: trans.__('A DAG of the parts of a notebook'),
    places: { path: trans.__('The notebook.') },
    load: async () => (await import('./SplitPage')).SplitPage
  });
}

/** As Couture names them; what is open is saved first: what is on disk is what is read. */
async function saved({ files }: ICouture, documents: IDocumentManager, paths: string[]): Promise<string[]> {
  for (const path of paths) {
    const context = documents.findWidget(path)?.context;
    if (context?.model.dirty && !context.model.readOnly) {
      await context.save();
    }
  }
  return Promise.all(paths.map(path => files.fromLab(path)));
}

function isNotebook({ type, path }: { type: string; path: string }): boolean {
  return type === 'notebook' || path.endsWith('.ipynb');
}
