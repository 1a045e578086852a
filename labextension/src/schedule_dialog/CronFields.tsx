/** A cron expression: presets, the expression itself, what it means, and the next runs. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactElement } from 'react';
import { useEffect, useState } from 'react';
import type { ITimetablePreview } from '../api';
import { absoluteTime, Field, RelativeTime, useCouture } from '../ui';
import { useForm } from './context';
import { isZone, toInstant } from '../ui';

/** How long typing must pause before the server is asked, in milliseconds. */
const PAUSE = 300;

export function CronFields(): ReactElement {
  const { trans } = useCouture();
  const { values, problems, set, touch } = useForm();
  const preview = usePreview();
  const options = presets(trans);
  const isPreset = options.some(option => option.cron === values.cron);
  const error = problems['when.cron'] ?? (isZone(values.timezone) ? preview?.error : null) ?? undefined;
  return (
    <div className="couture-FormGrid">
      <Field
        label={trans.__('Cron expression')}
        path="when.cron"
        error={error}
        hint={trans.__('minute  hour  day of month  month  day of week')}
        isRequired
      >
        {attributes => (
          <div className="couture-InputRow">
            <input
              {...attributes}
              className="couture-Input couture-mod-code"
              value={values.cron}
              spellCheck={false}
              onChange={event => set({ cron: event.target.value })}
              onBlur={() => touch('when.cron')}
            />
            <select
              className="couture-Select"
              aria-label={trans.__('Presets')}
              value={isPreset ? values.cron : ''}
              onChange={event => set({ cron: event.target.value })}
            >
              <option value="" disabled>
                {trans.__('Presets')}
              </option>
              {options.map(option => (
                <option key={option.cron} value={option.cron}>
                  {option.label}
                </option>
              ))}
            </select>
          </div>
        )}
      </Field>
      <Preview preview={preview} timezone={values.timezone} />
    </div>
  );
}

function Preview({ preview, timezone }: { preview: ITimetablePreview | null; timezone: string }): ReactElement {
  const { trans } = useCouture();
  if (!preview || preview.error || !isZone(timezone)) {
    return <div />;
  }
  return (
    <div className="couture-CronPreview" role="status">
      <strong>{preview.sentence}</strong>
      {preview.next_runs.length === 0 ? (
        <span className="couture-muted">{trans.__('No run is due between start and end.')}</span>
      ) : (
        <ol aria-label={trans.__('Next runs')}>
          {preview.next_runs.map(moment => (
            <li key={moment}>
              <span>{absoluteTime(moment, timezone)}</span>
              <RelativeTime at={moment} timezone={timezone} />
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

/** What the expression means, asked again when typing pauses. */
function usePreview(): ITimetablePreview | null {
  const { client } = useCouture();
  const { values } = useForm();
  const [preview, setPreview] = useState<ITimetablePreview | null>(null);
  const { cron, timezone, startDate, endDate } = values;
  useEffect(() => {
    let isCurrent = true;
    const ask = async (): Promise<void> => {
      const [start, end] = [toInstant(startDate, timezone), toInstant(endDate, timezone)];
      try {
        const answer = await client.schedules.preview(cron.trim(), timezone, start, end);
        if (isCurrent) {
          setPreview(answer);
        }
      } catch {
        // Only the preview is missing; saving tells what is wrong.
        if (isCurrent) {
          setPreview(null);
        }
      }
    };
    const timer = setTimeout(() => void ask(), cron.trim() === '' ? 0 : PAUSE);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [client, cron, timezone, startDate, endDate]);
  return cron.trim() === '' ? null : preview;
}

function presets(trans: TranslationBundle): { cron: string; label: string }[] {
  return [
    { cron: '*/15 * * * *', label: trans.__('Every 15 minutes') },
    { cron: '0 * * * *', label: trans.__('Every hour') },
    { cron: '0 9 * * *', label: trans.__('Every day at 9:00') },
    { cron: '0 9 * * 1-5', label: trans.__('Every weekday at 9:00') },
    { cron: '0 9 * * 1', label: trans.__('Every Monday at 9:00') },
    { cron: '0 0 1 * *', label: trans.__('On the first of every month') },
    { cron: '0 0 1 1 *', label: trans.__('Every year on 1 January') }
  ];
}
