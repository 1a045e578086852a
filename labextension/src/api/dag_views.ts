/** What the views of a DAG's page are drawn from: runs side by side, the course of a run, the days of a year. */
import type { Http, QueryParams } from './client';
import { pathOf } from './client';
import type { components } from './generated';

type Schemas = components['schemas'];

export type IGrid = Schemas['Grid'];
export type IGridRun = Schemas['GridRun'];
export type IMappedGrid = Schemas['MappedGrid'];
export type IMappedCells = Schemas['MappedCells'];
export type ITimeline = Schemas['Timeline'];
export type ITimelineTry = Schemas['TimelineTry'];
export type ITimelineMany = Schemas['TimelineMany'];
export type ICalendar = Schemas['Calendar'];
export type ICalendarDay = Schemas['CalendarDay'];
export type IPlannedDays = Schemas['PlannedDays'];

export class DagViewsApi {
  constructor(private readonly _http: Http) {}

  /** The newest runs with the states and times of their tasks: `{limit, before, state, run_type, dag_run_id, task_id,
   * with_tasks}`. */
  grid(dagId: string, params: QueryParams = {}): Promise<IGrid> {
    return this._http.get(`dags/${pathOf(dagId)}/grid`, params);
  }

  /** The mapped instances of a task in these runs. */
  mappedGrid(dagId: string, taskId: string, runIds: readonly string[]): Promise<IMappedGrid> {
    return this._http.get(`dags/${pathOf(dagId)}/tasks/${pathOf(taskId)}/grid`, { dag_run_id: runIds });
  }

  /** When the tasks of a run waited and ran. */
  timeline(dagId: string, runId: string): Promise<ITimeline> {
    return this._http.get(`dags/${pathOf(dagId)}/dagRuns/${pathOf(runId)}/timeline`);
  }

  /** How many runs were due on which day, of the days `first` to `last` (`2026-03-01`). */
  calendar(dagId: string, first: string, last: string): Promise<ICalendar> {
    return this._http.get(`dags/${pathOf(dagId)}/calendar`, { first, last });
  }

  /** How many runs are to come on which day. */
  plannedDays(dagId: string, first: string, last: string): Promise<IPlannedDays> {
    return this._http.get(`dags/${pathOf(dagId)}/plannedDays`, { first, last });
  }
}
