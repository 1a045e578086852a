/** One day of a calendar: the mark of its worst state, or that runs are planned. */
import type { ReactElement } from 'react';
import { StateMark, useCouture } from '../ui';
import { stateIcon } from '../ui/icons';
import { dayName, dayText, type IDayFacts } from './facts';

export interface IDayCellProps {
  id: string;
  day: string;
  facts: IDayFacts | undefined;
  /** With its number and the counts of all states. */
  isLarge: boolean;
  isActive: boolean;
  isChosen: boolean;
  isToday: boolean;
  onClick: () => void;
}

export function DayCell({ id, day, facts, isLarge, isActive, isChosen, isToday, onClick }: IDayCellProps): ReactElement {
  const { trans } = useCouture();
  const text = trans.__('%1: %2', dayName(day), dayText(facts, trans));
  const classes = [
    ...(isActive ? ['couture-mod-active'] : []),
    ...(isChosen ? ['couture-mod-chosen'] : []),
    ...(isToday ? ['couture-mod-today'] : []),
    ...(facts && facts.total === 0 ? ['couture-mod-planned'] : []),
    ...(facts && facts.total > 0 ? ['couture-mod-ran', `couture-mod-${facts.state ?? 'none'}`] : [])
  ];
  return (
    <div
      role="gridcell"
      id={id}
      data-day={day}
      className={`couture-Calendar-day ${classes.join(' ')}`}
      aria-label={isToday ? trans.__('%1 (today)', text) : text}
      aria-selected={isChosen}
      title={text}
      onClick={onClick}
    >
      {isLarge ? (
        <>
          <span className="couture-Calendar-number">{Number(day.slice(8))}</span>
          {facts?.counts.map(({ state, count }) => (
            <span key={state} className="couture-Calendar-count">
              <StateMark state={state} compact />
              {count}
            </span>
          ))}
          {facts && facts.planned > 0 && (
            <span className="couture-Calendar-count">
              <Planned />
              {facts.planned}
            </span>
          )}
        </>
      ) : (
        facts && (facts.total > 0 ? <Small state={facts.state} /> : <Planned />)
      )}
    </div>
  );
}

function Small({ state }: { state: IDayFacts['state'] }): ReactElement {
  const Icon = stateIcon(state);
  return (
    <span className={`couture-StateMark couture-mod-${state ?? 'none'}`}>
      <Icon.react tag="span" className="couture-StateMark-icon" />
    </span>
  );
}

function Planned(): ReactElement {
  const Icon = stateIcon('scheduled');
  return (
    <span className="couture-StateMark couture-mod-scheduled">
      <Icon.react tag="span" className="couture-StateMark-icon" />
    </span>
  );
}
