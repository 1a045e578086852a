/** The "Workflows" sidebar. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ILayoutRestorer } from '@jupyterlab/application';
import type { ReactElement } from 'react';
import { CommandIDs } from '../commands';
import { ICouture } from '../tokens';
import { CoutureWidget, workflowsIcon } from '../ui';
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

  protected override body(): ReactElement {
    return <Workflows />;
  }
}

export const sidebarPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:sidebar',
  description: 'The sidebar with DAGs and schedules.',
  autoStart: true,
  requires: [ICouture],
  optional: [ILayoutRestorer],
  activate: (app: JupyterFrontEnd, couture: ICouture, restorer: ILayoutRestorer | null): void => {
    const panel = new WorkflowsPanel(couture);
    app.shell.add(panel, 'left', { rank: 600, type: 'Workflows' });
    restorer?.add(panel, panel.id);
    app.commands.addCommand(CommandIDs.openWorkflows, {
      label: couture.trans.__('Show Workflows'),
      caption: couture.trans.__('Show the DAGs and schedules of this workspace'),
      icon: workflowsIcon,
      describedBy: { args: { type: 'object', properties: {} } },
      execute: () => app.shell.activateById(panel.id)
    });
  }
};
