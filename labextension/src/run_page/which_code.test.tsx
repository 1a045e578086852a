import { describe, expect, it } from 'vitest';
import type { IDagRun } from '../api';
import { testCouture } from '../testing/couture';
import { draw } from '../testing/render';
import { CodeField, codeChoice } from './which_code';

const RUN = { dag_id: 'sales', dag_run_id: 'r', dag_versions: [{ version_number: 3 }] } as IDagRun;

function couture(newest: number, wish: boolean | null = null) {
  const details = { latest_dag_version: { version_number: newest }, rerun_with_latest_version: wish };
  return testCouture({ 'GET dags/sales/details': details });
}

describe('the code that runs again', () => {
  it('is no question while the DAG is as it was', async () => {
    expect(await codeChoice(couture(3), RUN)).toBeNull();
    expect(await codeChoice(couture(3), { ...RUN, dag_versions: [] })).toBeNull();
  });

  it('is the newest unless the author wants the old one', async () => {
    expect(await codeChoice(couture(5), RUN)).toEqual({ own: 3, newest: 5, isNewest: true });
    expect(await codeChoice(couture(5, false), RUN)).toEqual({ own: 3, newest: 5, isNewest: false });
  });

  it('is chosen in a field', async () => {
    const chosen: boolean[] = [];
    const choice = { own: 3, newest: 5, isNewest: true };
    const drawn = await draw(<CodeField choice={choice} onChange={each => void chosen.push(each)} />, couture(5));
    const select = drawn.node.querySelector('select')!;
    expect([...select.options].map(option => option.text)).toEqual(['Version 3, as it ran', 'Version 5, the newest']);
    await drawn.act(() => {
      select.value = 'false';
      select.dispatchEvent(new Event('change', { bubbles: true }));
    });
    expect(chosen).toEqual([false]);
  });
});
