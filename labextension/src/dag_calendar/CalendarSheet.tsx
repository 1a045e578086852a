/** The days of a year or a month, each with the worst state of its runs. Arrow keys move, Enter chooses. */
import type { KeyboardEvent, ReactElement } from 'react';
import { useEffect, useId, useRef } from 'react';
import { displayLocale, useCouture } from '../ui';
import { DayCell } from './DayCell';
import { movedDay, type Span, spanOf, weeksOf } from './days';
import type { IDayFacts } from './facts';

export interface ICalendarSheetProps {
  span: Span;
  /** The day with the keyboard's place: it says which year or month is shown. */
  active: string;
  chosen: string | null;
  today: string;
  facts: ReadonlyMap<string, IDayFacts>;
  onMove: (day: string) => void;
  onChoose: (day: string) => void;
}

export function CalendarSheet(props: ICalendarSheetProps): ReactElement {
  const { span, active, chosen, today, facts, onMove, onChoose } = props;
  const { trans } = useCouture();
  const id = useId();
  const sheet = useRef<HTMLDivElement>(null);
  const { first, last } = spanOf(active, span);
  const weeks = weeksOf(first, last);
  useEffect(() => {
    showDay(sheet.current, active);
  }, [active, span]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = movedDay(active, event.key, span);
    if (next !== null) {
      onMove(next);
    } else if (event.key === 'Enter' || event.key === ' ') {
      onChoose(active);
    } else {
      return;
    }
    event.preventDefault();
  };
  const cell = (day: string | null, key: number): ReactElement =>
    day === null ? (
      <div key={key} role="gridcell" className="couture-Calendar-day couture-mod-outside" />
    ) : (
      <DayCell
        key={key}
        id={`${id}-${day}`}
        day={day}
        facts={facts.get(day)}
        isLarge={span === 'month'}
        isActive={day === active}
        isChosen={day === chosen}
        isToday={day === today}
        onClick={() => onChoose(day)}
      />
    );
  const names = weekdayNames(span === 'month' ? 'short' : 'narrow');
  const long = weekdayNames('long');
  return (
    <div
      className={`couture-Calendar couture-mod-${span}`}
      role="grid"
      tabIndex={0}
      ref={sheet}
      aria-label={trans.__('Runs from %1 to %2', first, last)}
      aria-activedescendant={`${id}-${active}`}
      onKeyDown={onKeyDown}
    >
      {span === 'month' ? (
        <>
          <div role="row" className="couture-Calendar-row">
            {names.map((name, index) => (
              <div key={index} role="columnheader" className="couture-Calendar-head" aria-label={long[index]}>
                {name}
              </div>
            ))}
          </div>
          {weeks.map((days, index) => (
            <div key={index} role="row" className="couture-Calendar-row">
              {days.map(cell)}
            </div>
          ))}
        </>
      ) : (
        <>
          <div className="couture-Calendar-row couture-Calendar-months" aria-hidden="true">
            <div className="couture-Calendar-head" />
            {weeks.map((days, index) => (
              <div key={index} className="couture-Calendar-day couture-mod-outside">
                {monthLabel(days)}
              </div>
            ))}
          </div>
          {names.map((name, weekday) => (
            <div key={weekday} role="row" className="couture-Calendar-row">
              <div role="rowheader" className="couture-Calendar-head" aria-label={long[weekday]}>
                {name}
              </div>
              {weeks.map((days, index) => cell(days[weekday], index))}
            </div>
          ))}
        </>
      )}
    </div>
  );
}

/** Scrolls only the sheet: the browser's own way moves all that is around it, too. */
function showDay(sheet: HTMLElement | null, day: string): void {
  const cell = sheet?.querySelector(`[data-day="${day}"]`)?.getBoundingClientRect();
  const names = sheet?.querySelector('[role="rowheader"]')?.getBoundingClientRect();
  const box = sheet?.getBoundingClientRect();
  if (sheet && cell && box) {
    const edge = names?.right ?? box.left;
    sheet.scrollLeft += cell.left < edge ? cell.left - edge : Math.max(0, cell.right - box.right);
  }
}

/** The name of the month that begins in this week. */
function monthLabel(days: readonly (string | null)[]): string {
  const first = days.find(day => day?.endsWith('-01'));
  return first ? new Intl.DateTimeFormat(displayLocale(), { month: 'short', timeZone: 'UTC' }).format(Date.parse(first)) : '';
}

function weekdayNames(weekday: 'long' | 'short' | 'narrow'): string[] {
  const format = new Intl.DateTimeFormat(displayLocale(), { weekday, timeZone: 'UTC' });
  return weeksOf('2026-03-02', '2026-03-08')[0].map(day => format.format(Date.parse(day ?? '')));
}
