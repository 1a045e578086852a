/** XComs: a page of all that tasks left for others. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { CommandIDs } from '../commands';
import { ICouture, IPages } from '../tokens';
import { xcomIcon } from '../ui';

export const xcomsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:xcoms',
  description: 'XComs: values that tasks leave for others.',
  autoStart: true,
  requires: [ICouture, IPages],
  activate: (_: JupyterFrontEnd, couture: ICouture, pages: IPages): void => {
    const { trans } = couture;
    pages.add({
      id: 'couture-xcoms',
      command: CommandIDs.openXComs,
      label: trans.__('XComs'),
      caption: trans.__('Show the values that tasks left for others, of all DAGs'),
      icon: xcomIcon,
      places: {
        dagId: trans.__('Only of DAGs whose name contains this.'),
        runId: trans.__('Only of runs whose id contains this.'),
        taskId: trans.__('Only of tasks whose id contains this.'),
        key: trans.__('Only those whose key contains this.'),
        mapIndex: trans.__('Only of the mapped instance with this index.'),
        from: trans.__('Only of runs that were due on this day or later: YYYY-MM-DD.'),
        to: trans.__('Only of runs that were due on this day or before: YYYY-MM-DD.')
      },
      load: async () => (await import('./XComsPage')).XComsPage
    });
  }
};
