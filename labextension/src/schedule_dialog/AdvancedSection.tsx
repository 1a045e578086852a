/** Retries, limits and policies; folded until somebody needs it or something in it is wrong. */
import { caretDownIcon, caretRightIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { useState } from 'react';
import { Toggle, useCouture } from '../ui';
import { ADVANCED_FIELDS } from './checks';
import { useForm } from './context';
import { ChoiceField, TextField } from './inputs';

export function AdvancedSection(): ReactElement {
  const { trans } = useCouture();
  const { values, problems } = useForm();
  const [isUnfolded, setUnfolded] = useState(false);
  const isOpen = isUnfolded || Object.keys(problems).some(path => ADVANCED_FIELDS.has(path));
  const Caret = isOpen ? caretDownIcon : caretRightIcon;
  const summary = trans._n('%1 retry', '%1 retries', Number(values.retries) || 0);
  return (
    <section className="couture-Section" aria-label={trans.__('Retries and limits')}>
      <h2>
        <button
          type="button"
          className="couture-Fold"
          aria-expanded={isOpen}
          onClick={() => setUnfolded(!isOpen)}
        >
          <Caret.react tag="span" className="couture-Button-icon" />
          {trans.__('Retries and limits')}
          {!isOpen && <span className="couture-muted">{summary}</span>}
        </button>
      </h2>
      {isOpen && <AdvancedFields />}
    </section>
  );
}

function AdvancedFields(): ReactElement {
  const { trans } = useCouture();
  const { values, set } = useForm();
  return (
    <>
      <div className="couture-FormGrid">
        <TextField
          name="retries"
          path="retries"
          label={trans.__('Retries')}
          inputMode="numeric"
          hint={trans.__('How often a failed run of the notebook is tried again.')}
        />
        <TextField
          name="retryDelay"
          path="retry_delay"
          label={trans.__('Delay before a retry')}
          hint={trans.__('For example 90s, 5m or 1h 30m.')}
        />
        <div className="couture-Field" data-path="retry_backoff">
          <span className="couture-Field-label">{trans.__('Backoff')}</span>
          <Toggle
            label={trans.__('Double the delay with every retry')}
            isOn={values.retryBackoff}
            onChange={retryBackoff => set({ retryBackoff })}
          />
        </div>
        <TextField
          name="maxRetryDelay"
          path="max_retry_delay"
          label={trans.__('Longest delay')}
          hint={trans.__('The delay does not grow beyond this. Empty: no limit.')}
        />
        <TextField
          name="timeout"
          path="timeout"
          label={trans.__('Timeout')}
          hint={trans.__('A try that runs longer is stopped and has failed. Empty: no limit.')}
        />
      </div>
      <PolicyFields />
    </>
  );
}

function PolicyFields(): ReactElement {
  const { trans } = useCouture();
  const { model, values, set } = useForm();
  return (
    <div className="couture-FormGrid">
      <ChoiceField
        name="overlap"
        path="overlap"
        label={trans.__('When the run before is still active')}
        options={[
          { value: 'queue', label: trans.__('Queue'), hint: trans.__('The new run waits until the one before ended.') },
          { value: 'skip', label: trans.__('Skip'), hint: trans.__('The new run does not take place.') },
          { value: 'parallel', label: trans.__('Parallel'), hint: trans.__('Both run at the same time.') }
        ]}
      />
      <ChoiceField
        name="missedRuns"
        path="missed_runs"
        label={trans.__('Runs missed while nothing could run')}
        options={[
          {
            value: 'run_last',
            label: trans.__('Run the last'),
            hint: trans.__('Of all missed runs, only the newest is made up for.')
          },
          { value: 'run_all', label: trans.__('Run all'), hint: trans.__('Every missed run is made up for, in order.') },
          { value: 'skip', label: trans.__('Skip'), hint: trans.__('Missed runs are listed, but do not take place.') }
        ]}
      />
      {model.editedDagId === undefined && values.kind !== 'now' && (
        <div className="couture-Field" data-path="paused">
          <span className="couture-Field-label">{trans.__('Pause')}</span>
          <Toggle
            label={trans.__('Save it paused: nothing runs on schedule yet')}
            isOn={values.paused}
            onChange={paused => set({ paused })}
          />
        </div>
      )}
    </div>
  );
}
