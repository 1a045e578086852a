/** Missed SLAs: a section of the DAG's page, and a list of those of all DAGs. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { CommandIDs } from '../commands';
import { ICouture, IDagViews, IPages } from '../tokens';
import { lazily, scheduleIcon } from '../ui';
import { placesOf } from '../ui/listing';
import { missFields } from './fields';

export const slaMissesPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:sla-misses',
  description: 'The SLAs that tasks missed.',
  autoStart: true,
  requires: [ICouture, IDagViews, IPages],
  activate: (_: JupyterFrontEnd, couture: ICouture, views: IDagViews, pages: IPages): void => {
    const { trans } = couture;
    const label = trans.__('Missed SLAs');
    views.add({ id: 'slas', label, rank: 67, component: lazily(async () => (await import('./SlaMissesView')).SlaMissesView) });
    pages.add({
      ...{ id: 'couture-sla-misses', command: CommandIDs.openSlaMisses, label, icon: scheduleIcon },
      caption: trans.__('Show the SLAs that tasks of all DAGs missed, and note why'),
      places: placesOf(missFields(trans), trans),
      load: async () => (await import('./list')).SlaMisses
    });
  }
};
