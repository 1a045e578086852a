/** The Gantt chart of a run. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IStateDB } from '@jupyterlab/statedb';
import { ICouture, IDagViews } from '../tokens';
import { lazily } from '../ui';
import { ganttMemory } from './memory';

export const dagGanttPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:dag-gantt',
  description: 'When the tasks of a run waited and ran.',
  autoStart: true,
  requires: [ICouture, IDagViews],
  optional: [IStateDB],
  activate: (_: JupyterFrontEnd, couture: ICouture, views: IDagViews, state: IStateDB | null): void => {
    const memory = ganttMemory(state);
    const label = couture.trans.__('Gantt');
    views.add({
      ...{ id: 'gantt', label, rank: 30, isOfRun: true },
      component: lazily(async () => {
        const { GanttView } = await import('./GanttView');
        return props => <GanttView {...props} memory={memory} />;
      })
    });
  }
};
