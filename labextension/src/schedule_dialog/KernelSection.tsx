/** What becomes of the kernel when the notebook fails: kept for a while, and used by the retry. */
import type { ReactElement } from 'react';
import { Toggle, useCouture } from '../ui';
import { useForm } from './context';
import { parseDuration } from './durations';
import { FoldSection } from './FoldSection';
import { TextField } from './inputs';

export function KernelSection(): ReactElement | null {
  const { trans } = useCouture();
  const { model, values, set } = useForm();
  if (model.inspection?.kind === 'script') {
    return null;
  }
  const isKept = parseDuration(values.holdOnFailure) !== 0 && values.holdOnFailure.trim() !== '';
  const summary = isKept ? trans.__('The kernel is kept for %1', values.holdOnFailure) : trans.__('Nothing is kept');
  return (
    <FoldSection
      title={trans.__('After a failure')}
      summary={summary}
      paths={['hold_on_failure', 'resume_on_retry']}
    >
      <div className="couture-FormGrid">
        <TextField
          name="holdOnFailure"
          path="hold_on_failure"
          label={trans.__('Keep the kernel for')}
          hint={trans.__(
            'Its variables can be looked into, and the run can go on with it at the failed cell. For example 15m or 2h; 0 or empty: not at all.'
          )}
        />
        <div className="couture-Field" data-path="resume_on_retry">
          <span className="couture-Field-label">{trans.__('Retries')}</span>
          <Toggle
            label={trans.__('A retry goes on at the failed cell')}
            isOn={values.resumeOnRetry}
            onChange={resumeOnRetry => set({ resumeOnRetry })}
          />
          <span className="couture-Field-hint">
            {Number(values.retries) > 0
              ? trans.__('With the kernel, which is kept until then. Where it died, the retry starts over.')
              : trans.__('This schedule has no retries: see "Retries and limits".')}
          </span>
        </div>
      </div>
    </FoldSection>
  );
}
