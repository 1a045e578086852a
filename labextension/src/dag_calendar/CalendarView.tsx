/** The section "Calendar" of a DAG's page: the states of its runs day by day, and what is planned. */
import type { ReactElement } from 'react';
import { useMemo, useState } from 'react';
import type { IDagViewProps } from '../tokens';
import { browserZone, ErrorBanner, Loading, toWallClock, useCouture, useQuery } from '../ui';
import { CalendarBar } from './CalendarBar';
import { CalendarSheet } from './CalendarSheet';
import { DayRuns } from './DayRuns';
import { addMonths, type Span, spanOf } from './days';
import { factsOf } from './facts';
import { PlannedNote } from './PlannedNote';

export function CalendarView({ dagId, onSelect }: IDagViewProps): ReactElement {
  const { client } = useCouture();
  const [span, setSpan] = useState<Span>('year');
  const [active, setActive] = useState<string | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const shownDay = active ?? dayIn(browserZone());
  const { first, last } = spanOf(shownDay, 'year');
  const { data, error, refresh } = useQuery(
    () => client.dagViews.calendar(dagId, first, last),
    change => change.dag_id === dagId && change.subject === 'dag_run',
    [client, dagId, first, last],
    2000
  );
  const planned = useQuery(
    () => client.dagViews.plannedDays(dagId, first, last),
    change =>
      change.dag_id === dagId && (change.subject === 'dag' || (change.subject === 'dag_run' && change.what === 'created')),
    [client, dagId, first, last],
    5000
  );
  const facts = useMemo(() => (data ? factsOf(data, planned.data) : new Map()), [data, planned.data]);
  if (!data) {
    return error ? <ErrorBanner error={error} onRetry={refresh} /> : <Loading />;
  }
  const today = dayIn(data.timezone);
  const choose = (day: string): void => {
    setActive(day);
    setChosen(day);
  };
  return (
    <div className="couture-CalendarView">
      {error && <ErrorBanner error={error} onRetry={refresh} />}
      {planned.error && <ErrorBanner error={planned.error} onRetry={planned.refresh} />}
      <CalendarBar
        span={span}
        day={shownDay}
        timezone={data.timezone}
        onSpan={setSpan}
        onStep={by => setActive(addMonths(shownDay, span === 'year' ? 12 * by : by))}
        onToday={() => setActive(today)}
      />
      <CalendarSheet {...{ span, chosen, today, facts }} active={shownDay} onMove={setActive} onChoose={choose} />
      {planned.data && <PlannedNote planned={planned.data} />}
      {chosen !== null && (
        <DayRuns
          {...{ dagId, timezone: data.timezone }}
          day={chosen}
          facts={facts.get(chosen)}
          onChoose={runId => onSelect({ runId })}
        />
      )}
    </div>
  );
}

/** The present day in a time zone. */
function dayIn(zone: string): string {
  return toWallClock(new Date().toISOString(), zone).slice(0, 10);
}
