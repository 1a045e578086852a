// @vitest-environment jsdom
import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';
import type { INotebookState } from '../api';
import { byName, drawBadges } from './badges';

const trans = nullTranslator.load('couture_jupyter');

function state(path: string, word: INotebookState['state']): INotebookState {
  return { path, dag_id: 'd', dag_run_id: 'r', state: word, at: '2026-01-01T00:00:00Z' };
}

function listing(...names: string[]): HTMLElement {
  const list = document.createElement('ul');
  for (const name of names) {
    const row = document.createElement('li');
    row.className = 'jp-DirListing-item';
    row.innerHTML = '<div class="jp-DirListing-itemName"><span class="jp-DirListing-itemText"><span></span></span></div>';
    row.querySelector('.jp-DirListing-itemText > span')?.replaceChildren(name);
    list.append(row);
  }
  return list;
}

function badges(list: Element): (string | null)[] {
  return [...list.querySelectorAll('.jp-DirListing-item')].map(
    row => row.querySelector('.couture-FileBadge')?.getAttribute('aria-label')?.split(',')[0] ?? null
  );
}

describe('badges on rows of the file browser', () => {
  it('tell the state in words, only for notebooks that have run', () => {
    const list = listing('good.ipynb', 'bad.ipynb', 'other.txt');
    drawBadges(list, byName([state('a/good.ipynb', 'success'), state('a/bad.ipynb', 'failed')]), trans);
    expect(badges(list)).toEqual(['Last run: Success', 'Last run: Failed', null]);
  });

  it('follow the row when it is used for another file, and the state when it changes', () => {
    const list = listing('good.ipynb');
    const states = byName([state('good.ipynb', 'running')]);
    drawBadges(list, states, trans);
    const first = list.querySelector('.couture-FileBadge');
    drawBadges(list, states, trans);
    expect(list.querySelector('.couture-FileBadge')).toBe(first);
    drawBadges(list, byName([state('good.ipynb', 'success')]), trans);
    expect(badges(list)).toEqual(['Last run: Success']);
    list.querySelector('.jp-DirListing-itemText > span')?.replaceChildren('renamed.ipynb');
    drawBadges(list, byName([state('good.ipynb', 'success')]), trans);
    expect(badges(list)).toEqual([null]);
  });
});
