/** One state for many task instances: the one that a person should hear of first. */

const ORDER = [
  'failed',
  'upstream_failed',
  'up_for_retry',
  'up_for_reschedule',
  'restarting',
  'running',
  'deferred',
  'queued',
  'scheduled',
  'none',
  'success',
  'skipped',
  'removed'
];

/** Puts states into the order in which a person should hear of them; null: not started. */
export function compareStates(one: string | null, other: string | null): number {
  return ORDER.indexOf(one ?? 'none') - ORDER.indexOf(other ?? 'none');
}

/** How many instances are in which state; `no_status` or `none`: not started. */
export type StateCounts = Readonly<Record<string, number>>;

/** The state of the whole; null: not started. */
export function overallState(counts: StateCounts): string | null {
  const there = Object.keys(counts).filter(state => counts[state] > 0);
  const known = there.map(state => (state === 'no_status' ? 'none' : state));
  const first = ORDER.find(state => known.includes(state)) ?? known[0];
  return first === undefined || first === 'none' ? null : first;
}

/** The counts of several together. */
export function summed(all: readonly StateCounts[]): StateCounts {
  const sum: Record<string, number> = {};
  for (const [state, count] of all.flatMap(counts => Object.entries(counts))) {
    sum[state] = (sum[state] ?? 0) + count;
  }
  return sum;
}
