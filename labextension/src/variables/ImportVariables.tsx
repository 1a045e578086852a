/** Takes over variables from a file that Airflow or our own export wrote. */
import { Notification } from '@jupyterlab/apputils';
import type { ReactElement } from 'react';
import { type ExistingChoice, ImportPanel, useCouture } from '../ui';

export function ImportVariables({ onDone }: { onDone: () => void }): ReactElement {
  const { client, changes, trans } = useCouture();
  const apply = async (document: Record<string, unknown>, existing: ExistingChoice): Promise<void> => {
    const { done, skipped } = await client.variables.import(document, existing);
    changes.announce({ subject: 'variable', what: 'changed' });
    const set = trans._n('%1 variable was set.', '%1 variables were set.', done.length);
    const kept = trans._n('%1 stayed as it was.', '%1 stayed as they were.', skipped.length);
    Notification.success(skipped.length > 0 ? trans.__('%1 %2', set, kept) : set, { autoClose: 5000 });
    onDone();
  };
  return (
    <>
      <h2>{trans.__('Import variables')}</h2>
      <ImportPanel
        hint={trans.__('A JSON object: {"key": "value"}, or {"key": {"value": …, "description": …}}. Values that are no text become JSON.')}
        needs="variables:edit"
        preview={document => client.variables.preview(document)}
        apply={apply}
      />
    </>
  );
}
