/** The words for the formats that an executed notebook is turned into. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { INotebookScheduleForm } from '../api';

export type ExportFormat = NonNullable<INotebookScheduleForm['exports']>[number];

export function formatLabels(trans: TranslationBundle): Record<ExportFormat, string> {
  return {
    html: trans.__('HTML'),
    html_no_code: trans.__('HTML without code'),
    pdf: trans.__('PDF'),
    markdown: trans.__('Markdown'),
    script: trans.__('Script'),
    slides: trans.__('Slides'),
    latex: trans.__('LaTeX'),
    rst: trans.__('reStructuredText'),
    asciidoc: trans.__('AsciiDoc')
  };
}

/** The label of an output's kind; of what is no format, the kind itself. */
export function formatLabel(kind: string, trans: TranslationBundle): string {
  return kind === 'notebook' ? trans.__('Notebook') : ((formatLabels(trans) as Record<string, string>)[kind] ?? kind);
}
