/** The section that a DAG's page shows: the one that was asked for, else the one that the DAG's author wants, else the first. */
import type { IDagView } from '../tokens';

/** Airflow's words for our sections. */
const SECTIONS: Readonly<Record<string, string>> = {
  grid: 'grid',
  graph: 'graph',
  gantt: 'gantt',
  duration: 'durations',
  landing_times: 'landing',
  calendar: 'calendar'
};

export function currentView(views: readonly IDagView[], asked: string | null, authors: string): IDagView | undefined {
  const of = (id: string | null | undefined): IDagView | undefined => views.find(each => each.id === id);
  return of(asked) ?? of(SECTIONS[authors]) ?? views[0];
}
