/** On which code something runs again, where the DAG has changed since: that of the run, or the newest. */
import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { ReactElement } from 'react';
import type { IDagRun } from '../api';
import type { ICouture } from '../tokens';
import { Field, useCouture } from '../ui';

/** The two versions, and which of them the DAG's author wants. */
export interface ICodeChoice {
  own: number;
  newest: number;
  isNewest: boolean;
}

/** The choice there is; null when the run's code is the newest, or is gone. */
export async function codeChoice({ client }: ICouture, run: IDagRun): Promise<ICodeChoice | null> {
  const own = run.dag_versions.at(-1)?.version_number;
  const { latest_dag_version: latest, rerun_with_latest_version: wish } = await client.dags.details(run.dag_id);
  const newest = latest?.version_number;
  return own === undefined || newest === undefined || own === newest
    ? null
    : { own, newest, isNewest: wish ?? true };
}

/** Ask for it; null when the person decides against running. */
export async function askForCode({ trans }: ICouture, choice: ICodeChoice): Promise<boolean | null> {
  const result = await showDialog({
    title: trans.__('Run on which code?'),
    body: trans.__('The DAG has changed since: the run ran version %1, the newest is %2.', choice.own, choice.newest),
    buttons: [
      Dialog.cancelButton(),
      Dialog.okButton({ label: trans.__('Version %1, as it ran', choice.own), actions: ['own'] }),
      Dialog.okButton({ label: trans.__('Version %1, the newest', choice.newest), actions: ['newest'] })
    ],
    defaultButton: choice.isNewest ? 2 : 1
  });
  return result.button.accept ? result.button.actions.includes('newest') : null;
}

export interface ICodeFieldProps {
  choice: ICodeChoice;
  onChange: (isNewest: boolean) => void;
}

/** The same as a field of a form. */
export function CodeField({ choice, onChange }: ICodeFieldProps): ReactElement {
  const { trans } = useCouture();
  return (
    <Field label={trans.__('Code')} hint={trans.__('The DAG has changed since this run.')}>
      {attributes => (
        <select
          {...attributes}
          className="couture-Select"
          value={String(choice.isNewest)}
          onChange={event => onChange(event.target.value === 'true')}
        >
          <option value="false">{trans.__('Version %1, as it ran', choice.own)}</option>
          <option value="true">{trans.__('Version %1, the newest', choice.newest)}</option>
        </select>
      )}
    </Field>
  );
}
