/** What the check before a run says of the notebook, while the form is filled in. */
import type { ReactElement } from 'react';
import { useEffect, useState } from 'react';
import { valuesOf } from '../parameters/values';
import { ErrorBanner, FindingList, findingsSummary, showFinding, Toggle, useCouture, useQuery } from '../ui';
import { useForm } from './context';
import type { IFormValues } from './form';

/** Milliseconds without typing after which the check runs again. */
const PAUSE = 600;

export function PreflightPanel(): ReactElement | null {
  const { model } = useForm();
  // Without an inspection there is no notebook to check; the field says so.
  return model.inspection ? <Findings path={model.inspection.path} /> : null;
}

function Findings({ path }: { path: string }): ReactElement {
  const { client, commands, trans } = useCouture();
  const { values, problems, set } = useForm();
  const job = useSettled(jobOf(values));
  const { data, error, isLoading, refresh } = useQuery(
    () => client.notebooks.check({ path, ...JSON.parse(job) }),
    undefined,
    [client, path, job]
  );
  const errors = data?.findings.filter(each => each.severity === 'error') ?? [];
  const isAsked = errors.length > 0 || values.ignorePreflight;
  return (
    <div className="couture-Preflight" data-path="notebook.check" aria-live="polite" aria-busy={isLoading}>
      <div className="couture-Preflight-head">
        <strong>{trans.__('Check')}</strong>
        <span>{data ? findingsSummary(data.findings, trans) : error ? '' : trans.__('Checking…')}</span>
        <button type="button" className="couture-Link" onClick={refresh}>
          {trans.__('Check again')}
        </button>
      </div>
      {error && <ErrorBanner error={error} onRetry={refresh} />}
      {data && data.findings.length > 0 && (
        <FindingList
          findings={data.findings}
          onShow={finding => void showFinding(commands, path, finding)}
        />
      )}
      {isAsked && (
        <Toggle
          label={trans.__('Schedule it although the check finds errors')}
          isOn={values.ignorePreflight}
          onChange={ignorePreflight => set({ ignorePreflight })}
        />
      )}
      {problems['notebook.check'] && !values.ignorePreflight && (
        <div className="couture-Field-error" role="alert">
          {trans.__('The notebook would fail. Correct the errors above and check again, or schedule it all the same.')}
        </div>
      )}
    </div>
  );
}

/** What the check has to know of the form, as text, so that it can be compared. */
function jobOf({ parameters, kernelName, environment }: IFormValues): string {
  return JSON.stringify({
    parameters: valuesOf(parameters),
    kernel_name: kernelName || null,
    requirements: environment.requirements || null
  });
}

/** A text once it has not changed for a moment. */
function useSettled(text: string): string {
  const [settled, settle] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => settle(text), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
