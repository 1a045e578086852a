/** The span of time that runs are from. */
import type { ReactElement } from 'react';
import { useCouture } from '../ui';
import type { IRunFilters, Span } from './filters';

export interface ISpanSelectProps {
  filters: IRunFilters;
  onChange: (change: Partial<IRunFilters>) => void;
}

export function SpanSelect({ filters, onChange }: ISpanSelectProps): ReactElement {
  const { trans } = useCouture();
  const options: [Span, string][] = [
    ['', trans.__('Any time')],
    ['hour', trans.__('Last hour')],
    ['day', trans.__('Last 24 hours')],
    ['week', trans.__('Last 7 days')],
    ['month', trans.__('Last 30 days')],
    ['custom', trans.__('Between…')]
  ];
  return (
    <>
      <select
        className="couture-Select"
        aria-label={trans.__('Time')}
        value={filters.span}
        onChange={event => onChange({ span: event.target.value as Span })}
      >
        {options.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      {filters.span === 'custom' &&
        (['from', 'to'] as const).map(bound => (
          <input
            key={bound}
            className="couture-Input"
            type="datetime-local"
            aria-label={bound === 'from' ? trans.__('Started after') : trans.__('Started before')}
            value={filters[bound]}
            onChange={event => onChange({ [bound]: event.target.value })}
          />
        ))}
    </>
  );
}
