/** What is chosen above a calendar: a year or a month, and which. */
import { caretLeftIcon, caretRightIcon, type LabIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { displayLocale, useCouture, ViewBar } from '../ui';
import type { Span } from './days';

export interface ICalendarBarProps {
  span: Span;
  day: string;
  timezone: string;
  onSpan: (span: Span) => void;
  onStep: (by: number) => void;
  onToday: () => void;
}

export function CalendarBar({ span, day, timezone, onSpan, onStep, onToday }: ICalendarBarProps): ReactElement {
  const { trans } = useCouture();
  const isYear = span === 'year';
  const month = { month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  const title = isYear ? day.slice(0, 4) : new Intl.DateTimeFormat(displayLocale(), month).format(Date.parse(day));
  const step = (label: string, Icon: LabIcon, by: number): ReactElement => (
    <button
      type="button"
      className="couture-Button couture-mod-minimal couture-mod-iconOnly"
      aria-label={label}
      title={label}
      onClick={() => onStep(by)}
    >
      <Icon.react tag="span" className="couture-Button-icon" />
    </button>
  );
  return (
    <ViewBar label={trans.__('What the calendar shows')}>
      {step(isYear ? trans.__('Year before') : trans.__('Month before'), caretLeftIcon, -1)}
      <strong className="couture-Calendar-title" aria-live="polite">
        {title}
      </strong>
      {step(isYear ? trans.__('Year after') : trans.__('Month after'), caretRightIcon, 1)}
      <button type="button" className="couture-Button" onClick={onToday}>
        {trans.__('Today')}
      </button>
      <select
        className="couture-Select"
        aria-label={trans.__('Zoom')}
        value={span}
        onChange={event => onSpan(event.target.value as Span)}
      >
        <option value="year">{trans.__('Year')}</option>
        <option value="month">{trans.__('Month')}</option>
      </select>
      <span className="couture-muted">{trans.__('Days in %1', timezone)}</span>
    </ViewBar>
  );
}
