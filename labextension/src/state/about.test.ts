import { describe, expect, it } from 'vitest';
import { isAboutRun, isAboutTask } from './about';

describe('a change', () => {
  it('is about a run, or about the whole DAG', () => {
    expect(isAboutRun({ subject: 'dag_run', dag_id: 'd', run_id: 'r' }, 'd', 'r')).toBe(true);
    expect(isAboutRun({ subject: 'dag', dag_id: 'd' }, 'd', 'r')).toBe(true);
    expect(isAboutRun({ subject: 'dag_run', dag_id: 'd', run_id: 'other' }, 'd', 'r')).toBe(false);
  });

  it('is about one task', () => {
    const task = { dag_id: 'd', dag_run_id: 'r', task_id: 'a', map_index: -1 };
    const change = { subject: 'log', dag_id: 'd', run_id: 'r', task_id: 'a' };
    expect(isAboutTask(change, task)).toBe(true);
    expect(isAboutTask({ ...change, map_index: 3 }, task)).toBe(false);
  });
});
