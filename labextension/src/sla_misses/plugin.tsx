/** Missed SLAs: a section of the DAG's page. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICouture, IDagViews } from '../tokens';
import { SlaMissesView } from './SlaMissesView';

export const slaMissesPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:sla-misses',
  description: 'The SLAs that tasks of a DAG missed.',
  autoStart: true,
  requires: [ICouture, IDagViews],
  activate: (_: JupyterFrontEnd, couture: ICouture, views: IDagViews): void => {
    views.add({ id: 'slas', label: couture.trans.__('Missed SLAs'), rank: 67, component: SlaMissesView });
  }
};
