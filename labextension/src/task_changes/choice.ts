/** What a person chose in the dialogs that clear and mark, and the request that it means. */
import type { IClearTasks, IPatchTask } from '../api';

/** What the dialog was opened for: a run, a task of it, or one instance of a mapped task. */
export interface ISubject {
  dagId: string;
  runId: string;
  taskId?: string;
  mapIndex?: number;
}

export interface IChoice {
  /** Of a mapped task all instances, not only the one that was shown. */
  allInstances: boolean;
  upstream: boolean;
  downstream: boolean;
  past: boolean;
  future: boolean;
  onlyFailed: boolean;
  onlyRunning: boolean;
  dependentDags: boolean;
  latestVersion: boolean;
  note: string;
}

export const MARKS = ['success', 'failed', 'skipped'] as const;
export type Mark = (typeof MARKS)[number];

export function isMark(value: unknown): value is Mark {
  return (MARKS as readonly unknown[]).includes(value);
}

export function firstChoice(subject: ISubject): IChoice {
  return {
    allInstances: false,
    upstream: false,
    downstream: subject.taskId !== undefined,
    past: false,
    future: false,
    onlyFailed: false,
    onlyRunning: false,
    dependentDags: true,
    latestVersion: false,
    note: ''
  };
}

export function isMapped(subject: ISubject): boolean {
  return subject.mapIndex !== undefined && subject.mapIndex >= 0;
}

export function clearBody(subject: ISubject, choice: IChoice, isDryRun: boolean): IClearTasks {
  return {
    dry_run: isDryRun,
    dag_run_id: subject.runId,
    task_ids: taskNames(subject, choice),
    only_failed: choice.onlyFailed && !choice.onlyRunning,
    only_running: choice.onlyRunning,
    reset_dag_runs: true,
    include_upstream: choice.upstream,
    include_downstream: choice.downstream,
    include_past: choice.past,
    include_future: choice.future,
    include_dependent_dags: choice.dependentDags,
    run_on_latest_version: choice.latestVersion,
    prevent_running_task: false,
    note: choice.note.trim() || null
  };
}

export function markBody(choice: IChoice, state: Mark): IPatchTask {
  return {
    new_state: state,
    include_upstream: choice.upstream,
    include_downstream: choice.downstream,
    include_past: choice.past,
    include_future: choice.future
  };
}

/** The map index to ask for; -1 for all instances. */
export function mapIndexOf(subject: ISubject, choice: IChoice): number {
  return choice.allInstances ? -1 : (subject.mapIndex ?? -1);
}

function taskNames(subject: ISubject, choice: IChoice): IClearTasks['task_ids'] {
  if (subject.taskId === undefined) {
    return null;
  }
  const index = mapIndexOf(subject, choice);
  return [index < 0 ? subject.taskId : [subject.taskId, index]];
}
