/** How long finished runs and their files are kept. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactElement } from 'react';
import { useState } from 'react';
import { Field, useCouture } from '../ui';
import { useForm } from './context';
import { FoldSection } from './FoldSection';
import type { IFormValues } from './form';

type Limit = keyof IFormValues['retention'];

export function RetentionSection(): ReactElement {
  const { trans } = useCouture();
  const { values } = useForm();
  return (
    <FoldSection
      title={trans.__('Keeping runs')}
      summary={retentionSummary(values.retention, trans)}
      paths={['retention']}
    >
      <p className="couture-muted">
        {trans.__(
          'What is beyond a limit is deleted with its log and notebook, the oldest first. The newest run, the last good one, active ones and those that somebody keeps always stay; so do outputs in the workspace.'
        )}
      </p>
      <div className="couture-FormGrid">
        <LimitField limit="runs" label={trans.__('Runs')} />
        <LimitField limit="days" label={trans.__('Days')} />
        <LimitField limit="megabytes" label={trans.__('Megabytes of files')} />
      </div>
    </FoldSection>
  );
}

function LimitField({ limit, label }: { limit: Limit; label: string }): ReactElement {
  const { trans } = useCouture();
  const { values, problems, set, touch } = useForm();
  const value = values.retention[limit];
  const [text, setText] = useState(value === null ? '' : String(value));
  const hasWrong = Object.values(values.retention).includes(0);
  const isWrong = text.trim() !== '' && limitOf(text, limit) === null;
  return (
    <Field
      label={label}
      path="retention"
      hint={trans.__("Empty: the workspace's own setting.")}
      error={isWrong ? trans.__('Give a number above 0, or nothing.') : hasWrong ? undefined : problems.retention}
    >
      {attributes => (
        <input
          {...attributes}
          className="couture-Input"
          inputMode="decimal"
          value={text}
          onChange={event => {
            setText(event.target.value);
            const typed = event.target.value.trim();
            // 0 is refused when the form is checked: what is no limit must not be saved as "no limit".
            const number = typed === '' ? null : (limitOf(typed, limit) ?? 0);
            set({ retention: { ...values.retention, [limit]: number } });
          }}
          onBlur={() => touch('retention')}
        />
      )}
    </Field>
  );
}

/** The number that was typed; null for nothing, and for what is no limit. */
export function limitOf(text: string, limit: Limit): number | null {
  const number = Number(text.trim().replace(',', '.'));
  const isWhole = limit !== 'runs' || Number.isInteger(number);
  return text.trim() !== '' && Number.isFinite(number) && number > 0 && isWhole ? number : null;
}

/** "30 runs, 7 days"; what is set, in words. */
export function retentionSummary(retention: IFormValues['retention'], trans: TranslationBundle): string {
  const { runs, days, megabytes } = retention;
  const parts = [
    runs === null ? '' : trans._n('%1 run', '%1 runs', runs),
    days === null ? '' : trans._n('%1 day', '%1 days', days),
    megabytes === null ? '' : trans.__('%1 MB', megabytes)
  ].filter(Boolean);
  return parts.join(', ') || trans.__("By the workspace's own setting");
}
