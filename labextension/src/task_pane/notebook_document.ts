/** What a reader of an executed notebook should know of its cells. */
import type * as nbformat from '@jupyterlab/nbformat';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ranInLabels } from '../ui/ran_in';

export interface IExecutedCell {
  cell: nbformat.ICell;
  /** Its place in the document. */
  place: number;
  /** What marks it. */
  mark: 'failed' | 'running' | 'injected' | 'parameters' | null;
  source: string;
  /** "In [n]", or empty. */
  count: number | null;
  /** Seconds that it took, if known. */
  duration: number | null;
  /** Of a resumed notebook: that it ran in an earlier try, as a label. */
  ranIn: string;
  isSourceHidden: boolean;
}

/** papermill writes these cells for readers who have nothing but the file; we say the same above the notebook. */
const PAPERMILL_ERROR = 'papermill-error-cell-tag';

/** The cells to show, with what marks them. `failed` and `running` are places in the document. */
export function executedCells(
  notebook: nbformat.INotebookContent,
  failed: number | null,
  running: number | null,
  trans: TranslationBundle
): IExecutedCell[] {
  const ranIn = ranInLabels(notebook.cells ?? [], trans);
  return (notebook.cells ?? []).flatMap((cell, place) => {
    const tags = tagsOf(cell);
    if (tags.includes(PAPERMILL_ERROR)) {
      return [];
    }
    const jupyter = cell.metadata.jupyter as { source_hidden?: boolean } | undefined;
    return [
      {
        cell,
        place,
        mark: place === failed ? 'failed' : place === running ? 'running' : markOf(tags),
        source: textOf(cell.source),
        count: typeof cell.execution_count === 'number' ? cell.execution_count : null,
        duration: durationOf(cell),
        ranIn: ranIn[place],
        isSourceHidden: jupyter?.source_hidden === true
      }
    ];
  });
}

/** The text of a source or an output, which nbformat also writes as a list of lines. */
export function textOf(text: nbformat.MultilineString | undefined): string {
  return Array.isArray(text) ? text.join('') : (text ?? '');
}

function tagsOf(cell: nbformat.ICell): string[] {
  const { tags } = cell.metadata as { tags?: unknown };
  return Array.isArray(tags) ? tags.map(String) : [];
}

function markOf(tags: readonly string[]): IExecutedCell['mark'] {
  return tags.includes('injected-parameters') ? 'injected' : tags.includes('parameters') ? 'parameters' : null;
}

function durationOf(cell: nbformat.ICell): number | null {
  const papermill = cell.metadata.papermill as { duration?: unknown } | undefined;
  return typeof papermill?.duration === 'number' ? papermill.duration : null;
}
