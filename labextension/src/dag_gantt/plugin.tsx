/** The Gantt chart of a run. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICouture, IDagViews } from '../tokens';
import { GanttView } from './GanttView';

export const dagGanttPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:dag-gantt',
  description: 'When the tasks of a run waited and ran.',
  autoStart: true,
  requires: [ICouture, IDagViews],
  activate: (_: JupyterFrontEnd, couture: ICouture, views: IDagViews): void => {
    const label = couture.trans.__('Gantt');
    views.add({ id: 'gantt', label, rank: 30, isOfRun: true, component: GanttView });
  }
};
