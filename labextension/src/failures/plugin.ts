/** Failures that are the same: a page of all, a section of DAGs, a line on runs that failed. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { CommandIDs } from '../commands';
import { ICouture, IDagViews, IPages, ITaskParts } from '../tokens';
import { lazily, runsIcon } from '../ui';
import { FailureNote } from './FailureNote';

export const failuresPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:failures',
  description: 'Failures, the same ones counted together.',
  autoStart: true,
  requires: [ICouture, IDagViews, ITaskParts, IPages],
  activate: (_: JupyterFrontEnd, couture: ICouture, views: IDagViews, parts: ITaskParts, pages: IPages): void => {
    const { trans } = couture;
    const label = trans.__('Failures');
    views.add({ id: 'failures', label, rank: 66, component: lazily(async () => (await import('./FailuresPage')).FailuresOfDag) });
    parts.add({ id: 'failure', rank: 20, fits: task => task.error !== null, component: FailureNote });
    pages.add({
      ...{ id: 'couture-failures', command: CommandIDs.openFailures, label, icon: runsIcon },
      caption: trans.__('Show what has failed, the same failures counted together'),
      places: { fingerprint: trans.__('The failure to show.') },
      load: async () => (await import('./FailuresPage')).FailuresPage
    });
  }
};
