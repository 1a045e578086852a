/** One line on how the text stands: being checked, good, or with problems. */
import type { ReactElement } from 'react';
import { useCouture } from '../ui';
import type { EditorSession } from './session';

export function EditorStatus({ session }: { session: EditorSession }): ReactElement {
  const { trans } = useCouture();
  const { problems, dags } = session.text.check;
  const { answer, isChecking, problem } = session.checker.state;
  const errors = problems.filter(each => each.severity === 'error').length;
  const warnings = problems.length - errors;
  let kind = 'good';
  let words = trans._n('%1 DAG, no problems', '%1 DAGs, no problems', dags?.length ?? 0, dags?.length ?? 0);
  if (problem && !isChecking) {
    kind = 'warning';
    words = trans.__('Not checked: %1', problem.message);
  } else if (isChecking || !answer) {
    kind = 'busy';
    words = trans.__('Checking…');
  } else if (errors > 0) {
    kind = 'error';
    words = trans._n('%1 error', '%1 errors', errors, errors);
  } else if (warnings > 0) {
    kind = 'warning';
    words = trans._n('%1 warning', '%1 warnings', warnings, warnings);
  }
  return (
    <span className={`couture-DagEditor-status couture-mod-${kind}`} role="status">
      <span aria-hidden="true" className="couture-DagEditor-statusMark">
        {{ good: '✓', warning: '!', error: '✗', busy: '…' }[kind]}
      </span>
      {words}
    </span>
  );
}
