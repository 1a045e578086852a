import { describe, expect, it } from 'vitest';
import type { IDagView } from '../tokens';
import { currentView } from './default_view';

const views = ['grid', 'gantt', 'landing'].map((id, rank): IDagView => ({ id, label: id, rank, component: () => null }));

describe('the section that is shown', () => {
  it('is what was asked for, else what the author wants, else the first', () => {
    const shown = (asked: string | null, authors: string) => currentView(views, asked, authors)?.id;
    expect(shown('gantt', 'landing_times')).toBe('gantt');
    expect(shown(null, 'landing_times')).toBe('landing');
    expect(shown('gone', 'landing_times')).toBe('landing');
    expect(shown(null, 'graph')).toBe('grid');
    expect(currentView([], null, 'grid')).toBeUndefined();
  });
});
