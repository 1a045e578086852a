/** Notebook schedules: check, create, change, copy, delete; previews of a timetable. */
import type { Http } from './client';
import { pathOf } from './client';
import type {
  IDeletionPreview,
  INotebookSchedule,
  INotebookScheduleForm,
  INotebookSchedulePatch,
  IScheduleRun,
  IScheduleValidation,
  ITimetablePreview,
  ITimezones
} from './types';

export class SchedulesApi {
  constructor(private readonly _http: Http) {}

  /** The schedules of one notebook. */
  async ofNotebook(notebook: string): Promise<INotebookSchedule[]> {
    const params = { notebook, limit: 100 };
    const found = await this._http.get<{ notebook_schedules: INotebookSchedule[] }>('notebookSchedules', params);
    return found.notebook_schedules;
  }

  get(dagId: string): Promise<INotebookSchedule> {
    return this._http.get(`notebookSchedules/${pathOf(dagId)}`);
  }

  /** Save a new schedule; with `when.kind` "now" its run starts at once (`run_id`). */
  async create(form: INotebookScheduleForm): Promise<INotebookSchedule> {
    const schedule = await this._http.post<INotebookSchedule>('notebookSchedules', form);
    if (schedule.run_id) {
      this._http.started(schedule.dag_id, schedule.run_id);
    }
    return schedule;
  }

  update(dagId: string, form: INotebookSchedulePatch): Promise<INotebookSchedule> {
    return this._http.patch(`notebookSchedules/${pathOf(dagId)}`, form);
  }

  /** Rejects with the problems of the fields, as saving would; `dagId` is the schedule that is being edited. */
  validate(form: INotebookScheduleForm, dagId?: string): Promise<IScheduleValidation> {
    return this._http.post('notebookSchedules/validate', form, { dag_id: dagId });
  }

  duplicate(dagId: string, name: string): Promise<INotebookSchedule> {
    return this._http.post(`notebookSchedules/${pathOf(dagId)}/duplicate`, { name });
  }

  async run(dagId: string): Promise<IScheduleRun> {
    const run = await this._http.post<IScheduleRun>(`notebookSchedules/${pathOf(dagId)}/run`);
    this._http.started(run.dag_id, run.dag_run_id);
    return run;
  }

  /** What deleting takes away and what it leaves. */
  deletion(dagId: string): Promise<IDeletionPreview> {
    return this._http.get(`notebookSchedules/${pathOf(dagId)}/deletion`);
  }

  delete(dagId: string): Promise<void> {
    return this._http.delete(`notebookSchedules/${pathOf(dagId)}`);
  }

  preview(
    cron: string,
    timezone: string,
    startDate: string | null = null,
    endDate: string | null = null
  ): Promise<ITimetablePreview> {
    return this._http.post('timetables/preview', { cron, timezone, start_date: startDate, end_date: endDate });
  }

  timezones(): Promise<ITimezones> {
    return this._http.get('timezones');
  }
}
