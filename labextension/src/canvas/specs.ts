/** Which arguments a form shows, and how. */
import type { ICanvasArgument, ICanvasNode, IOperator } from '../api';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ArgumentSpec } from './ArgumentControl';

const NOT_SHOWN = ['task_id', 'group_id', 'dag', 'task_group', '*', '**'];

export interface ISpecs {
  readonly own: readonly ArgumentSpec[];
  /** Those that all operators take. */
  readonly common: readonly ArgumentSpec[];
}

/** The arguments of the operator or function, those that the file gives besides, and those of all operators. */
export function specsOf(
  operator: IOperator | undefined,
  given: readonly ICanvasArgument[],
  parameters: ICanvasNode['parameters'] = []
): ISpecs {
  const known = operator?.arguments ?? parameters.map(each => ({ ...plain(each.name), is_required: each.is_required, default: each.default, is_common: false }));
  const names = new Set([...NOT_SHOWN, ...known.map(({ name }) => name)]);
  const others = given.filter(({ name }) => !names.has(name) && !/^\d+$/.test(name)).map(({ name }) => plain(name));
  const isGiven = new Set(given.map(({ name }) => name));
  return {
    own: [...known.filter(each => !each.is_common || isGiven.has(each.name)), ...others],
    common: known.filter(each => each.is_common && !isGiven.has(each.name))
  };
}

function plain(name: string): ArgumentSpec {
  return { name, title: name, form: 'expression', is_required: false, default: '', choices: [], doc: '' };
}

/** What most DAGs say of themselves. */
export function dagSpecs(given: readonly ICanvasArgument[], trans: TranslationBundle): ArgumentSpec[] {
  const specs: ArgumentSpec[] = [
    { ...plain('dag_id'), title: trans.__('DAG id'), form: 'string', is_required: true },
    { ...plain('schedule'), title: trans.__('Schedule'), form: 'string', doc: trans.__('A cron expression or a preset such as @daily; as an expression also a timetable.') },
    { ...plain('start_date'), title: trans.__('Start date'), doc: trans.__('Python, such as datetime(2026, 1, 1).') },
    { ...plain('catchup'), title: trans.__('Catch up'), form: 'boolean', doc: trans.__('Whether the runs since the start date are made.') },
    { ...plain('description'), title: trans.__('Description'), form: 'string' },
    { ...plain('tags'), title: trans.__('Tags'), form: 'json', doc: trans.__('Such as ["sales", "daily"].') },
    { ...plain('max_active_runs'), title: trans.__('Runs at the same time'), form: 'number' }
  ];
  const names = new Set([...specs.map(({ name }) => name), ...NOT_SHOWN]);
  return [...specs, ...given.filter(({ name }) => !names.has(name)).map(({ name }) => plain(name))];
}
