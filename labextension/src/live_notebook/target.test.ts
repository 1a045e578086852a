import type { JupyterFrontEnd } from '@jupyterlab/application';
import { describe, expect, it } from 'vitest';
import { liveIdOf, namedTarget } from './target';

/** An application whose last context menu was opened on this element. */
function clicked(element: HTMLElement | null): JupyterFrontEnd {
  const contextMenuHitTest = (fits: (node: HTMLElement) => boolean): HTMLElement | undefined =>
    element && fits(element) ? element : undefined;
  return { contextMenuHitTest } as JupyterFrontEnd;
}

function mark(html: string): HTMLElement | null {
  const row = document.createElement('div');
  row.dataset.dagId = 'daily';
  row.innerHTML = html;
  return row.querySelector('button');
}

const WITH_NOTEBOOK = '<span><button data-run-id="manual__1" data-notebook-task-id="report"></button></span>';

describe('the target of "Open Live"', () => {
  it('is what the arguments name', () => {
    const target = namedTarget(clicked(null), { dagId: 'daily', runId: 'manual__1', taskId: 'report' });
    expect(target).toMatchObject({ dagId: 'daily', runId: 'manual__1', taskId: 'report', mapIndex: -1 });
    expect(namedTarget(clicked(null), { dagId: 'daily' })).toBeNull();
  });

  it('is the notebook of the run under the context menu, the same page as from elsewhere', () => {
    const target = namedTarget(clicked(mark(WITH_NOTEBOOK)), { isContextMenu: true });
    expect(target).toMatchObject({ dagId: 'daily', runId: 'manual__1', taskId: 'report' });
    const named = namedTarget(clicked(null), { dagId: 'daily', runId: 'manual__1', taskId: 'report' });
    expect(target && liveIdOf(target)).toBe(named && liveIdOf(named));
  });

  it('is none for a run without a notebook, and none from the palette after a context menu', () => {
    expect(namedTarget(clicked(mark('<button data-run-id="manual__1"></button>')), { isContextMenu: true })).toBeNull();
    expect(namedTarget(clicked(mark(WITH_NOTEBOOK)), {})).toBeNull();
  });
});
