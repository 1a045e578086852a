/** The "Workflows" sidebar. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ILayoutRestorer } from '@jupyterlab/application';
import { IStateDB } from '@jupyterlab/statedb';
import { Signal } from '@lumino/signaling';
import type { ReactElement } from 'react';
import { CommandIDs } from '../commands';
import { ICouture } from '../tokens';
import { CoutureWidget, workflowsIcon } from '../ui';
import { filterFrom, type IFilter, NO_FILTER, storedFilter } from './filter';
import { addPagesMenu } from './pages_menu';
import { Workflows } from './Workflows';

class WorkflowsPanel extends CoutureWidget {
  constructor(couture: ICouture) {
    super(couture);
    this.id = 'couture-workflows';
    this.title.icon = workflowsIcon;
    this.title.caption = couture.trans.__('Workflows');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', couture.trans.__('Workflows'));
  }

  get filter(): IFilter {
    return this._filter;
  }

  set filter(filter: IFilter) {
    this._filter = filter;
    this.update();
  }

  protected override body(): ReactElement {
    return <Workflows filter={this._filter} onFilter={this._onFilter} />;
  }

  /** A person has changed the filter. */
  readonly filtered = new Signal<this, IFilter>(this);

  private _onFilter = (filter: IFilter): void => {
    this.filter = filter;
    this.filtered.emit(filter);
  };

  private _filter = NO_FILTER;
}

export const sidebarPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:sidebar',
  description: 'The sidebar with DAGs and schedules.',
  autoStart: true,
  requires: [ICouture],
  optional: [ILayoutRestorer, IStateDB],
  activate: (
    app: JupyterFrontEnd,
    couture: ICouture,
    restorer: ILayoutRestorer | null,
    state: IStateDB | null
  ): void => {
    addPagesMenu(app, couture);
    const panel = new WorkflowsPanel(couture);
    app.shell.add(panel, 'left', { rank: 600, type: 'Workflows' });
    restorer?.add(panel, panel.id);
    if (state) {
      void rememberFilter(panel, state);
    }
    app.commands.addCommand(CommandIDs.openWorkflows, {
      label: couture.trans.__('Show Workflows'),
      caption: couture.trans.__('Show the DAGs and schedules of this workspace'),
      icon: workflowsIcon,
      describedBy: { args: { type: 'object', properties: {} } },
      execute: () => app.shell.activateById(panel.id)
    });
  }
};

const FILTER_KEY = 'couture-jupyter:sidebar-filter';

/** The filter is the same after a reload. */
async function rememberFilter(panel: WorkflowsPanel, state: IStateDB): Promise<void> {
  panel.filtered.connect((_, filter) => void state.save(FILTER_KEY, storedFilter(filter)));
  const stored = await state.fetch(FILTER_KEY);
  if (stored !== undefined && panel.filter === NO_FILTER) {
    panel.filter = filterFrom(stored);
  }
}
