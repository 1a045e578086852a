/** What the cells of notebooks took: a section of DAGs and a tab of runs; when running ones will end. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICouture, IDagViews, ITaskParts } from '../tokens';
import { lazily } from '../ui';
import { EtaNote } from './EtaNote';

export const cellHistoryPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:cell-history',
  description: 'What the cells of notebooks took over the last runs.',
  autoStart: true,
  requires: [ICouture, IDagViews, ITaskParts],
  activate: (_: JupyterFrontEnd, couture: ICouture, views: IDagViews, parts: ITaskParts): void => {
    const { trans } = couture;
    views.add({ id: 'cells', label: trans.__('Cells'), rank: 65, component: lazily(async () => (await import('./CellsView')).CellsOfDag) });
    parts.add({
      id: 'cells',
      label: trans.__('Cells'),
      rank: 50,
      fits: task => task.is_notebook && !task.is_script && task.try_number > 0,
      component: lazily(async () => (await import('./CellsView')).CellsOfTask)
    });
    parts.add({
      id: 'eta',
      rank: 10,
      fits: task => task.is_notebook && !task.is_script && task.state === 'running',
      component: EtaNote
    });
  }
};
