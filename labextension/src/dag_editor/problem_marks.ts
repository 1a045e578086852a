/** Problems in the text: underlined, with a mark beside their line that says what is wrong. */
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import type { Extension, Text } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import type { IDagProblem } from '../api';

export function problemMarks(): Extension {
  return lintGutter();
}

export function showProblems(view: EditorView, problems: readonly IDagProblem[]): void {
  const found = problems.map(problem => diagnostic(view.state.doc, problem));
  view.dispatch(setDiagnostics(view.state, found));
}

function diagnostic(doc: Text, problem: IDagProblem): Diagnostic {
  const from = offsetOf(doc, problem.line, problem.column);
  const to = Math.max(offsetOf(doc, problem.end_line, problem.end_column), Math.min(from + 1, doc.length));
  return { from, to, severity: problem.severity, message: problem.message };
}

/** Where a line and a column are, both counted from 1. The text may have become shorter since. */
export function offsetOf(doc: Text, line: number, column: number): number {
  const { from, to } = doc.line(Math.min(Math.max(line, 1), doc.lines));
  return Math.min(from + Math.max(column, 1) - 1, to);
}
