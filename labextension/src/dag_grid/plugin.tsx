/** The grid of a DAG: its last runs side by side. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IStateDB } from '@jupyterlab/statedb';
import { ICouture, type IDagViewProps, IDagViews } from '../tokens';
import { lazily } from '../ui';
import { gridMemory } from './memory';

export const dagGridPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:dag-grid',
  description: 'The last runs of a DAG side by side, their tasks below one another.',
  autoStart: true,
  requires: [ICouture, IDagViews],
  optional: [IStateDB],
  activate: (_: JupyterFrontEnd, couture: ICouture, views: IDagViews, state: IStateDB | null): void => {
    const { trans } = couture;
    const memory = gridMemory(state);
    const component = lazily(async () => {
      const { GridView } = await import('./GridView');
      return (props: IDagViewProps) => <GridView {...props} memory={memory} />;
    });
    views.add({
      id: 'grid',
      label: trans.__('Grid'),
      rank: 10,
      narrows: true,
      isOfRun: true,
      prepare: component.prepare, // The choice of runs and the grid then ask for the runs together.
      component
    });
  }
};
