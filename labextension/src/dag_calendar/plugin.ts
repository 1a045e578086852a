/** The runs of a DAG day by day. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICouture, IDagViews } from '../tokens';
import { lazily } from '../ui';

export const dagCalendarPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:dag-calendar',
  description: 'The states of the runs of a DAG day by day, and what is planned.',
  autoStart: true,
  requires: [ICouture, IDagViews],
  activate: (_: JupyterFrontEnd, couture: ICouture, views: IDagViews): void => {
    const label = couture.trans.__('Calendar');
    const component = lazily(async () => (await import('./CalendarView')).CalendarView);
    views.add({ id: 'calendar', label, rank: 50, isOfRun: true, component });
  }
};
