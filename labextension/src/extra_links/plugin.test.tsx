import { describe, expect, it } from 'vitest';
import type { ITaskInstance } from '../api';
import { testCouture } from '../testing/couture';
import { draw } from '../testing/render';
import { ExtraLinks } from './plugin';

const TASK = { dag_id: 'a', dag_run_id: 'r', task_id: 't', map_index: -1, state: 'success' } as ITaskInstance;

describe('the links of a task', () => {
  it('lead out of JupyterLab, or to pages below its address', async () => {
    const links = { Job: 'https://jobs.example.org/7', 'Triggered DAG': 'lab/couture/run/b/r2' };
    const path = 'GET dags/a/dagRuns/r/taskInstances/t/links';
    const { node } = await draw(
      <ExtraLinks task={TASK} />,
      testCouture({ [path]: { extra_links: links, total_entries: 2 } })
    );
    const found = [...node.querySelectorAll('a')];
    expect(found.map(link => link.textContent)).toEqual(['Job', 'Triggered DAG']);
    expect(found[0].href).toBe('https://jobs.example.org/7');
    expect(new URL(found[1].href).pathname).toBe('/lab/couture/run/b/r2');
    expect(found[0].rel).toContain('noopener');
  });

  it('are nothing where the task left none', async () => {
    const { node } = await draw(<ExtraLinks task={TASK} />, testCouture());
    expect(node.textContent).toBe('');
  });
});
