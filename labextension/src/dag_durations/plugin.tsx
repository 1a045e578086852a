/** What runs and tasks of a DAG took, and when they landed, over its last runs. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IStateDB } from '@jupyterlab/statedb';
import { ICouture, IDagViews, type IDagViewProps } from '../tokens';
import { lazily, type LazyComponent } from '../ui';
import { measureMemory } from './memory';

export const dagDurationsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:dag-durations',
  description: 'How long runs and tasks took, and when they landed.',
  autoStart: true,
  requires: [ICouture, IDagViews],
  optional: [IStateDB],
  activate: (_: JupyterFrontEnd, couture: ICouture, views: IDagViews, state: IStateDB | null): void => {
    const memory = measureMemory(state);
    const { trans } = couture;
    const viewOf = (measure: 'duration' | 'landing'): LazyComponent<IDagViewProps> =>
      lazily(async () => {
        const { MeasureView } = await import('./MeasureView');
        return props => <MeasureView {...props} memory={memory} measure={measure} />;
      });
    views.add({
      ...{ id: 'durations', label: trans.__('Task duration'), rank: 40, isOfRun: true },
      component: viewOf('duration')
    });
    views.add({
      ...{ id: 'landing', label: trans.__('Landing times'), rank: 45, isOfRun: true },
      component: viewOf('landing')
    });
  }
};
