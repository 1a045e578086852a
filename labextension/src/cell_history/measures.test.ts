import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';
import type { ICellOfRun } from '../api/cells';
import { leftText } from '../ui/left';
import { barsOf, fullBar, measureText } from './measures';

const trans = nullTranslator.load('couture_jupyter');
const POINT = { try_number: 1, start_date: '2026-03-01T12:00:00Z', output_bytes: 10, is_same_source: true };
const CELL: ICellOfRun = {
  number: 1,
  index: 0,
  cell_id: 'a',
  title: 'x = 1',
  state: 'success',
  ran_in_try: 1,
  kernel_id: null,
  start_date: null,
  seconds: 3,
  output_bytes: 2048,
  memory_bytes: null,
  usual_seconds: 1,
  slow: null,
  earlier: [
    { ...POINT, dag_run_id: 'one', seconds: 1, memory_bytes: 5e6 },
    { ...POINT, dag_run_id: 'two', seconds: 2, memory_bytes: null, is_same_source: false }
  ]
};

describe('bars of a cell', () => {
  it('end with the run that is shown', () => {
    const bars = barsOf(CELL, 'seconds', 'now');
    expect(bars.map(bar => [bar.runId, bar.text, bar.isOther, bar.isNow])).toEqual([
      ['one', '1.0 s', false, false],
      ['two', '2.0 s', true, false],
      ['now', '3.0 s', false, true]
    ]);
    expect(fullBar(bars, 'seconds')).toBe(3);
  });

  it('leave out what was not measured, and a cell that has not run', () => {
    expect(barsOf(CELL, 'memory_bytes', 'now').map(bar => bar.runId)).toEqual(['one']);
    expect(barsOf({ ...CELL, seconds: null, output_bytes: null }, 'seconds', 'now')).toHaveLength(2);
  });

  it('do not make quick cells look slow', () => {
    const bars = barsOf({ ...CELL, seconds: 0.002, earlier: [] }, 'seconds', 'now');
    expect(fullBar(bars, 'seconds')).toBe(0.1);
    expect(measureText('seconds', 0.002)).toBe('2 ms');
  });
});

describe('what is left', () => {
  const eta = (seconds: number, at_least = false) =>
    leftText({ eta: new Date(1000 * seconds).toISOString(), seconds_left: seconds, at_least }, 0, trans);

  it('is said in words', () => {
    expect(eta(125)).toBe('About 2 min 05 s left');
    expect(eta(125, true)).toBe('At least 2 min 05 s left');
    expect(eta(2.2)).toBe('About 3 s left');
    expect(eta(0)).toBe('Should end any moment');
  });
});
