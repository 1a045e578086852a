/** Looking on while a notebook runs, and what can be done with the kernel that a failed one has left. */
import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { WidgetTracker } from '@jupyterlab/apputils';
import { IEditorServices } from '@jupyterlab/codeeditor';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { CommandIDs } from '../commands';
import { ICouture, ITaskParts } from '../tokens';
import { attempt, liveIcon, withOwnImages } from '../ui';
import { PageWidget } from '../ui/page_widget';
import { HeldNotebooks } from './held_notebooks';
import { addKernelCommands } from './kernel_commands';
import { hasKernelLine, KernelLine } from './KernelLine';
import type { LivePage } from './LivePage';
import { OpenLiveLine } from './OpenLiveLine';
import { liveIdOf, namedTarget } from './target';

const ARGUMENTS = {
  type: 'object',
  properties: {
    dagId: { type: 'string' },
    runId: { type: 'string' },
    taskId: { type: 'string' },
    mapIndex: { type: 'number' },
    tryNumber: { type: 'number' }
  },
  required: ['dagId', 'runId']
} as const;

export const liveNotebookPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:live-notebook',
  description: 'Shows the notebook of a run while it executes.',
  autoStart: true,
  requires: [ICouture, IRenderMimeRegistry, NotebookPanel.IContentFactory, IEditorServices],
  optional: [ITaskParts, ILayoutRestorer, IDocumentManager, INotebookTracker],
  activate: (
    app: JupyterFrontEnd,
    couture: ICouture,
    rendermime: IRenderMimeRegistry,
    contentFactory: NotebookPanel.IContentFactory,
    editorServices: IEditorServices,
    taskParts: ITaskParts | null,
    restorer: ILayoutRestorer | null,
    documents: IDocumentManager | null,
    notebooks: INotebookTracker | null
  ): void => {
    const { mimeTypeService } = editorServices;
    const notebookParts = { rendermime: withOwnImages(rendermime), contentFactory, mimeTypeService };
    const tracker = new WidgetTracker<PageWidget<LivePage>>({ namespace: 'couture-live' });
    addKernelCommands(couture, documents);
    if (notebooks) {
      new HeldNotebooks(couture, notebooks);
    }
    app.commands.addCommand(CommandIDs.openLive, {
      label: couture.trans.__('Open Live'),
      caption: couture.trans.__('Look on while the notebook runs; afterwards it is the finished notebook'),
      icon: liveIcon,
      isEnabled: args => namedTarget(app, args) !== null,
      isVisible: args => namedTarget(app, args) !== null,
      describedBy: { args: ARGUMENTS },
      execute: args => {
        const target = namedTarget(app, args);
        if (!target) {
          return undefined;
        }
        return attempt(couture.trans.__('The notebook cannot be shown.'), async () => {
          const { LivePage } = await import('./LivePage');
          let widget = tracker.find(each => each.content.shows(target));
          if (!widget) {
            widget = createWidget(new LivePage(couture, target, notebookParts, taskParts), couture);
            await tracker.add(widget);
            app.shell.add(widget, 'main');
          }
          app.shell.activateById(widget.id);
        }, couture.trans);
      }
    });
    void restorer?.restore(tracker, {
      command: CommandIDs.openLive,
      args: widget => ({ ...widget.content.target }) as ReadonlyPartialJSONObject,
      name: widget => widget.id
    });
    taskParts?.add({ id: 'open-live', rank: 10, fits: task => task.is_notebook && !task.is_script, component: OpenLiveLine });
    taskParts?.add({ id: 'held-kernel', rank: 20, fits: hasKernelLine, component: KernelLine });
  }
};

function createWidget(content: LivePage, { trans }: ICouture): PageWidget<LivePage> {
  const { target } = content;
  const { dagId, runId } = target;
  const widget = new PageWidget(content);
  widget.id = liveIdOf(target);
  widget.title.label = trans.__('%1 (live)', dagId);
  widget.title.caption = `${dagId}\n${runId}`;
  widget.title.icon = liveIcon;
  widget.title.closable = true;
  return widget;
}
