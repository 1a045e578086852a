/** The page of a DAG, and the registry of its sections. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ILayoutRestorer } from '@jupyterlab/application';
import { WidgetTracker } from '@jupyterlab/apputils';
import { IEditorServices } from '@jupyterlab/codeeditor';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { CommandIDs } from '../commands';
import type { ISelection } from '../tokens';
import { ICouture, IDagViews, ITaskParts } from '../tokens';
import { lazily, workflowsIcon } from '../ui';
import { namedDag, pickDag } from '../ui/named_dag';
import { PageWidget } from '../ui/page_widget';
import { type IPanelState, panelArgs, panelOf } from './panel';
import { argsOf, selectionOf } from './selection';
import { DagViews } from './views';
import { DagWidget } from './widget';

export const dagPagePlugin: JupyterFrontEndPlugin<IDagViews> = {
  id: 'couture-jupyter:dag-page',
  description: 'The page of a DAG.',
  autoStart: true,
  requires: [ICouture, IEditorServices, ITaskParts, IRenderMimeRegistry],
  optional: [ILayoutRestorer],
  provides: IDagViews,
  activate: (
    app: JupyterFrontEnd,
    couture: ICouture,
    services: IEditorServices,
    tasks: ITaskParts,
    rendermime: IRenderMimeRegistry,
    restorer: ILayoutRestorer | null
  ): IDagViews => {
    const views = new DagViews();
    addOwnViews(views, couture, services, rendermime);
    const tracker = new WidgetTracker<PageWidget<DagWidget>>({ namespace: 'couture-dag' });
    const make = (dagId: string): DagWidget => new DagWidget(couture, views, tasks.panel, dagId);
    addOpenCommand(app, couture, views, make, tracker);
    if (restorer) {
      void restorer.restore(tracker, {
        command: CommandIDs.openDag,
        args: ({ content }) => ({ dagId: content.dagId, view: content.view, ...argsOf(content.selection), ...panelArgs(content.panel) }),
        name: widget => widget.id
      });
    }
    return views;
  }
};

const ARGUMENTS = {
  type: 'object',
  required: ['dagId'],
  properties: {
    dagId: { type: 'string' },
    view: { type: 'string' },
    runId: { type: 'string' },
    taskId: { type: 'string' },
    mapIndex: { type: 'number' },
    filterTask: { type: 'string' },
    filterWay: { type: 'string', enum: ['upstream', 'downstream', 'both'] },
    panelTab: { type: 'string' },
    panelShare: { type: 'number' }
  }
} as const;

function addOwnViews(
  views: DagViews,
  { trans }: ICouture,
  services: IEditorServices,
  rendermime: IRenderMimeRegistry
): void {
  views.add({ id: 'runs', label: trans.__('Runs'), rank: 60, component: lazily(async () => (await import('./RunsView')).RunsView) });
  views.add({
    id: 'source',
    label: trans.__('Code'),
    rank: 80,
    isOfRun: true,
    component: lazily(async () => {
      const { SourceView } = await import('./SourceView');
      return ({ dagId, selection }) => <SourceView dagId={dagId} selection={selection} services={services} />;
    })
  });
  views.add({
    id: 'details',
    label: trans.__('Details'),
    rank: 90,
    component: lazily(async () => {
      const { DetailsView } = await import('./DetailsView');
      return props => <DetailsView {...props} rendermime={rendermime} />;
    })
  });
}

function addOpenCommand(
  app: JupyterFrontEnd,
  couture: ICouture,
  views: DagViews,
  make: (dagId: string) => DagWidget,
  tracker: WidgetTracker<PageWidget<DagWidget>>
): void {
  const { trans } = couture;
  const open = (dagId: string, view: string | null, selection: ISelection, panel: Partial<IPanelState>): void => {
    let widget = tracker.find(each => each.content.dagId === dagId);
    if (!widget) {
      views.prepare(view, dagId);
      widget = new PageWidget(make(dagId));
      widget.id = `couture-dag-${dagId}`;
      widget.title.icon = workflowsIcon;
      const added = widget;
      added.content.targetChanged.connect(() => void tracker.save(added));
      void tracker.add(widget);
      app.shell.add(widget, 'main', { type: 'DAG' });
    }
    if (view !== null) {
      widget.content.view = view;
    }
    if (selection.runId !== null || selection.taskId !== null) {
      widget.content.select(selection);
    } else if (selection.around !== null) {
      widget.content.select({ around: selection.around });
    }
    if (selection.around !== null && !views.narrows(widget.content.view)) {
      widget.content.view = 'graph';
    }
    if (Object.keys(panel).length > 0) {
      widget.content.setPanel(panel);
    }
    app.shell.activateById(widget.id);
  };
  app.commands.addCommand(CommandIDs.openDag, {
    label: args => (args.isPalette ? trans.__('Open a DAG…') : trans.__('Open DAG')),
    caption: trans.__('Open the page of a DAG'),
    icon: workflowsIcon,
    describedBy: { args: ARGUMENTS },
    execute: async args => {
      const dagId = namedDag(app, args) ?? (await pickDag(couture, trans.__('Open a DAG…')));
      if (dagId) {
        open(dagId, typeof args.view === 'string' ? args.view : null, selectionOf(args), panelOf(args));
      }
    }
  });
}
