/** What starts a DAG from outside: files, other DAGs, programs. A section of the DAG's page. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICouture, IDagViews } from '../tokens';
import { lazily } from '../ui';

export const triggerTokensPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:trigger-tokens',
  description: 'Tokens with which other programs run a DAG, and what else starts it from outside.',
  autoStart: true,
  requires: [ICouture, IDagViews],
  activate: (_: JupyterFrontEnd, couture: ICouture, views: IDagViews): void => {
    const { trans } = couture;
    const component = lazily(async () => (await import('./OutsideView')).OutsideView);
    views.add({ id: 'outside', label: trans.__('Run from outside'), rank: 75, component });
  }
};
