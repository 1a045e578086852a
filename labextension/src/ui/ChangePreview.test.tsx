import { describe, expect, it } from 'vitest';
import { testCouture } from '../testing/couture';
import { draw } from '../testing/render';
import { ChangePreview, type IConcerned } from './ChangePreview';

function task(values: Partial<IConcerned>): IConcerned {
  return {
    dag_id: 'sales',
    dag_run_id: 'r1',
    task_id: 'load',
    task_display_name: 'load',
    map_index: -1,
    state: 'success',
    ...values
  };
}

async function show(ask: () => Promise<readonly IConcerned[]>): Promise<HTMLElement> {
  const element = <ChangePreview about="a" ask={ask} becomes={each => `from ${each.state}`} nothing="Nothing to do." />;
  return (await draw(element, testCouture())).node;
}

describe('what would change', () => {
  it('is listed by name, state and what becomes of it', async () => {
    const node = await show(async () => [task({}), task({ task_id: 'each', task_display_name: 'each', map_index: 2 })]);
    expect(node.querySelector('[role=status]')?.textContent).toBe('2 task instances will change:');
    const lines = [...node.querySelectorAll('li')].map(line => line.textContent);
    expect(lines).toEqual(['loadfrom success', 'each [2]from success']);
    expect(node.querySelector('[role=img]')?.getAttribute('aria-label')).toBe('Success');
  });

  it('names the runs where there are several', async () => {
    const node = await show(async () => [task({}), task({ dag_run_id: 'r2' })]);
    expect(node.querySelector('[role=status]')?.textContent).toBe('2 task instances will change, in 2 runs:');
    expect(node.querySelectorAll('li')[1].textContent).toContain('sales · r2');
  });

  it('is said to be nothing', async () => {
    expect((await show(async () => [])).textContent).toBe('Nothing to do.');
  });

  it('says why it cannot be told', async () => {
    const node = await show(() => Promise.reject(new Error('There is no DAG.')));
    expect(node.querySelector('.couture-Field-error')?.textContent).toBe('There is no DAG.');
  });
});
