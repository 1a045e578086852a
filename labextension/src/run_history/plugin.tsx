/** The run history as a page of the main area. */
import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { MainAreaWidget, WidgetTracker } from '@jupyterlab/apputils';
import { type ISignal, Signal } from '@lumino/signaling';
import type { ReactElement } from 'react';
import { CommandIDs } from '../commands';
import { ICouture } from '../tokens';
import { CoutureWidget, runsIcon } from '../ui';
import { addBulkCommands } from './commands';
import { argsOf, filtersOf, type IRunFilters } from './filters';
import { RunHistory } from './RunHistory';

class RunHistoryContent extends CoutureWidget {
  constructor(
    couture: ICouture,
    private _filters: IRunFilters
  ) {
    super(couture);
    this.node.tabIndex = -1;
  }

  get filters(): IRunFilters {
    return this._filters;
  }

  set filters(filters: IRunFilters) {
    this._filters = filters;
    this.update();
    this._filtersChanged.emit(filters);
  }

  get filtersChanged(): ISignal<this, IRunFilters> {
    return this._filtersChanged;
  }

  protected body(): ReactElement {
    return <RunHistory filters={this._filters} onChange={filters => (this.filters = filters)} />;
  }

  private _filtersChanged = new Signal<this, IRunFilters>(this);
}

const ID = 'couture-runs';

export const runHistoryPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:run-history',
  description: 'The history of all runs.',
  autoStart: true,
  requires: [ICouture],
  optional: [ILayoutRestorer],
  activate: (app: JupyterFrontEnd, couture: ICouture, restorer: ILayoutRestorer | null): void => {
    const tracker = new WidgetTracker<MainAreaWidget<RunHistoryContent>>({ namespace: ID });
    addBulkCommands(couture);
    app.commands.addCommand(CommandIDs.openRuns, {
      label: couture.trans.__('Runs'),
      caption: couture.trans.__('Show the history of all runs'),
      icon: runsIcon,
      execute: async args => {
        let widget = tracker.currentWidget;
        if (!widget) {
          widget = createWidget(couture, filtersOf(args));
          widget.content.filtersChanged.connect(() => void tracker.save(widget!));
          await tracker.add(widget);
          app.shell.add(widget, 'main');
        } else if (Object.keys(args).length > 0) {
          widget.content.filters = filtersOf(args);
        }
        app.shell.activateById(widget.id);
        return widget;
      },
      describedBy: {
        args: {
          type: 'object',
          properties: {
            dagId: { type: 'string', description: 'Only the runs of this DAG.' },
            state: { type: 'string', description: 'Only runs in this state, or in one of several, with commas.' }
          }
        }
      }
    });
    void restorer?.restore(tracker, {
      command: CommandIDs.openRuns,
      args: widget => argsOf(widget.content.filters),
      name: () => ID
    });
  }
};

function createWidget(couture: ICouture, filters: IRunFilters): MainAreaWidget<RunHistoryContent> {
  const widget = new MainAreaWidget({ content: new RunHistoryContent(couture, filters) });
  widget.toolbar.hide();
  widget.id = ID;
  widget.title.label = couture.trans.__('Runs');
  widget.title.icon = runsIcon;
  widget.title.closable = true;
  return widget;
}
