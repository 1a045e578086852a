/** The status bar item: how many runs are running and failed, and whether the engine runs. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IStatusBar } from '@jupyterlab/statusbar';
import type { ReactElement } from 'react';
import { ICouture } from '../tokens';
import { CoutureWidget } from '../ui';
import { StatusItem } from './StatusItem';

class StatusWidget extends CoutureWidget {
  protected override body(): ReactElement {
    return <StatusItem />;
  }
}

export const statusBarPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:status-bar',
  description: 'Running and failed runs and the state of the engine in the status bar.',
  autoStart: true,
  requires: [ICouture, IStatusBar],
  activate: (_: JupyterFrontEnd, couture: ICouture, statusBar: IStatusBar): void => {
    const item = new StatusWidget(couture);
    item.addClass('couture-StatusWidget');
    statusBar.registerStatusItem('couture-jupyter:status', { item, align: 'left', rank: 20 });
  }
};
