/** What starts the DAG, what is in the way, what waits, and what follows. */
import type { ReactElement } from 'react';
import type { IDagTriggers } from '../api';
import { CommandIDs } from '../commands';
import { CommandButton, useCouture } from '../ui';

export function TriggerFacts({ triggers }: { triggers: IDagTriggers }): ReactElement {
  const { trans } = useCouture();
  const waiting = triggers.waiting_files_total;
  return (
    <>
      <p>{triggers.sentence || trans.__('Only a person, or a program with a token.')}</p>
      {triggers.problem && (
        <div className="couture-Banner couture-mod-warn" role="status">
          {triggers.problem}
        </div>
      )}
      {waiting > 0 && (
        <details>
          <summary>{trans._n('%1 file waits for its run', '%1 files wait for their runs', waiting, waiting)}</summary>
          <ul>
            {triggers.waiting_files.map(file => (
              <li key={file}>
                <code>{file}</code>
              </li>
            ))}
          </ul>
        </details>
      )}
      {triggers.followers.length > 0 && (
        <div className="couture-Buttons">
          <span>{trans.__('When it has succeeded, these run:')}</span>
          {triggers.followers.map(dagId => (
            <CommandButton key={dagId} command={CommandIDs.openDag} args={{ dagId }} label={dagId} />
          ))}
        </div>
      )}
    </>
  );
}
