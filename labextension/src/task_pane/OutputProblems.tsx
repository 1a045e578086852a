/** What went wrong with the files of a task that is otherwise as it is: warnings, not failures. */
import type { ReactElement } from 'react';
import type { IOutput } from '../api';
import { useCouture } from '../ui';
import { formatLabel } from '../ui/formats';

export function OutputProblems({ outputs }: { outputs: readonly IOutput[] }): ReactElement | null {
  const { trans } = useCouture();
  const problems = outputs.filter(output => output.problem !== null);
  if (problems.length === 0) {
    return null;
  }
  return (
    <div className="couture-Banner couture-mod-warn" role="status">
      <ul className="couture-Banner-text couture-OutputProblems">
        {problems.map(output => (
          <li key={output.index}>{trans.__('Warning, output "%1": %2', formatLabel(output.kind, trans), output.problem ?? '')}</li>
        ))}
      </ul>
    </div>
  );
}
