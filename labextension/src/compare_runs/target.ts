/** What a page of a comparison shows, and what it says in short. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { IComparedCell, IComparison } from '../api/comparisons';

export interface ICompareTarget {
  dagId: string;
  runId: string;
  /** The run to compare with; without it the last good one. */
  otherRunId?: string;
  otherDagId?: string;
  taskId?: string;
}

/** The target that a command's arguments name; null without a run. */
export function targetOf(args: ReadonlyPartialJSONObject): ICompareTarget | null {
  const { dagId, runId } = args;
  if (typeof dagId !== 'string' || typeof runId !== 'string' || dagId === '' || runId === '') {
    return null;
  }
  const text = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined);
  return {
    dagId,
    runId,
    otherRunId: text(args.otherRunId),
    otherDagId: text(args.otherDagId),
    taskId: text(args.taskId)
  };
}

/** Whether a cell differs at all. */
export function differs(cell: IComparedCell): boolean {
  return cell.kind !== 'same' || cell.outputs_changed;
}

/** What differs, in one sentence each. */
export function summaryOf(found: IComparison, trans: TranslationBundle): string[] {
  const count = (kind: IComparedCell['kind']): number => found.cells.filter(cell => cell.kind === kind).length;
  const outputs = found.cells.filter(cell => cell.outputs_changed).length;
  const changed = (values: IComparison['parameters']): number => values.filter(each => each.kind !== 'same').length;
  const parts: [number, string][] = [
    [changed(found.parameters), trans._n('%1 parameter differs', '%1 parameters differ', changed(found.parameters))],
    [count('changed'), trans._n('%1 cell changed', '%1 cells changed', count('changed'))],
    [count('added'), trans._n('%1 cell added', '%1 cells added', count('added'))],
    [count('removed'), trans._n('%1 cell removed', '%1 cells removed', count('removed'))],
    [outputs, trans._n('outputs of %1 cell differ', 'outputs of %1 cells differ', outputs)],
    [changed(found.values), trans._n('%1 result differs', '%1 results differ', changed(found.values))],
    [
      found.environment.length,
      trans._n('%1 package or version differs', '%1 packages or versions differ', found.environment.length)
    ]
  ];
  const said = parts.filter(([number]) => number > 0).map(([, text]) => text);
  return said.length > 0 ? said : [trans.__('nothing differs')];
}
