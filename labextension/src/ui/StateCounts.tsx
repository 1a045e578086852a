/** How many things are in which state, as marks with numbers; each leads to the list of them. */
import type { ReactElement } from 'react';
import { useCouture } from './context';
import { StateMark } from './StateMark';
import { stateLabel } from './states';

export interface IStateCountsProps {
  /** What is counted, e.g. "Runs of sales". */
  label: string;
  /** By state; `none` and `no_status` for those without one. */
  counts: Readonly<Record<string, number>> | null | undefined;
  /** Shows the list of those in this state (`none` for those without one). */
  onOpen?: (state: string) => void;
  tabIndex?: number;
}

/** More states than these are told together. */
const MOST = 6;
const ORDER = [
  ...['running', 'queued', 'failed', 'up_for_retry', 'upstream_failed', 'success', 'scheduled', 'deferred'],
  ...['up_for_reschedule', 'restarting', 'skipped', 'removed', 'none']
];

const NUMBER = new Intl.NumberFormat(undefined, { notation: 'compact' });

export function StateCounts({ label, counts, onOpen, tabIndex }: IStateCountsProps): ReactElement {
  const { trans } = useCouture();
  const found = Object.entries(counts ?? {})
    .map(([state, count]) => [state === 'no_status' ? 'none' : state, count] as const)
    .filter(([, count]) => count > 0)
    .sort(([a], [b]) => ORDER.indexOf(a) - ORDER.indexOf(b));
  return (
    <span className="couture-StateCounts" role="group" aria-label={label}>
      {found.slice(0, found.length > MOST ? MOST - 1 : MOST).map(([name, count]) => {
        const state = name === 'none' ? null : name;
        const title = trans.__('%1: %2', stateLabel(state, trans), count);
        const body = (
          <>
            <StateMark state={state} compact title={title} />
            <span aria-hidden="true">{NUMBER.format(count)}</span>
          </>
        );
        return onOpen ? (
          <button key={name} type="button" className="couture-StateCount" tabIndex={tabIndex} onClick={() => onOpen(name)}>
            {body}
          </button>
        ) : (
          <span key={name} className="couture-StateCount">
            {body}
          </span>
        );
      })}
      {found.length > MOST && <More rest={found.slice(MOST - 1)} />}
    </span>
  );
}

/** The states that there is no room for, in a tooltip. */
function More({ rest }: { rest: readonly (readonly [string, number])[] }): ReactElement {
  const { trans } = useCouture();
  const text = rest.map(([name, count]) => trans.__('%1: %2', stateLabel(name === 'none' ? null : name, trans), count)).join('\n');
  return (
    <span className="couture-StateCount couture-muted" role="note" title={text} aria-label={text}>
      {trans.__('+%1', rest.length)}
    </span>
  );
}
