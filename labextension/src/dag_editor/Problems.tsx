/** What is wrong with the text; a click goes to its line. */
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { IDagProblem } from '../api';
import { useCouture } from '../ui';
import type { EditorSession } from './session';

export function Problems({ session }: { session: EditorSession }): ReactElement | null {
  const { trans } = useCouture();
  const { problems } = session.text.check;
  const trace = session.checker.state.answer?.stack_trace ?? '';
  const [isTraceOpen, setTraceOpen] = useState(false);
  if (!problems.length) {
    return null;
  }
  return (
    <section className="couture-DagEditor-problems" aria-label={trans.__('Problems')}>
      <ul>
        {problems.map((problem, index) => (
          <li key={index}>
            <ProblemLine problem={problem} onShow={() => session.text.showLine(problem.line)} />
          </li>
        ))}
      </ul>
      {trace && (
        <details open={isTraceOpen} onToggle={event => setTraceOpen(event.currentTarget.open)}>
          <summary>{trans.__('Traceback')}</summary>
          <pre>{trace}</pre>
        </details>
      )}
    </section>
  );
}

function ProblemLine({ problem, onShow }: { problem: IDagProblem; onShow: () => void }): ReactElement {
  const { trans } = useCouture();
  const isError = problem.severity === 'error';
  const severity = isError ? trans.__('Error') : trans.__('Warning');
  return (
    <button type="button" className="couture-DagEditor-problem" onClick={onShow}>
      <span className={`couture-DagEditor-severity couture-mod-${problem.severity}`}>
        <span aria-hidden="true">{isError ? '✗' : '!'}</span>
        {severity}
      </span>
      <span className="couture-DagEditor-line">{trans.__('Line %1', problem.line)}</span>
      <span className="couture-DagEditor-message">{problem.message}</span>
    </button>
  );
}
