import { describe, expect, it } from 'vitest';
import type { IRunCondition } from '../api';
import { FIRST_LIFTS, standing } from './lifts';

const ended: IRunCondition = { name: 'task_has_not_begun', reason: '', met: false, lifted_by: 'ignore_task_state' };
const running: IRunCondition = { ...ended, lifted_by: null };

describe('a condition that is not met', () => {
  it('is ignored by its own choice, and by the one for all', () => {
    expect(standing(ended, FIRST_LIFTS)).toBe('liftable');
    expect(standing(ended, { ...FIRST_LIFTS, ignore_task_dependencies: true })).toBe('liftable');
    expect(standing(ended, { ...FIRST_LIFTS, ignore_task_state: true })).toBe('ignored');
    expect(standing(ended, { ...FIRST_LIFTS, ignore_all_dependencies: true })).toBe('ignored');
  });

  it('may be one that no choice lifts', () => {
    expect(standing(running, { ...FIRST_LIFTS, ignore_all_dependencies: true })).toBe('firm');
  });
});
