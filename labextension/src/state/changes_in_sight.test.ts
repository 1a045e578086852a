import { describe, expect, it } from 'vitest';
import { RecordedChanges } from '../testing/recorded_changes';
import type { IChange } from './changes';
import { ChangesInSight } from './changes_in_sight';

const RUN: IChange = { subject: 'dag_run', dag_id: 'daily', run_id: 'one' };

function widget(): { all: RecordedChanges; changes: ChangesInSight; told: string[]; see: (isSeen: boolean) => void } {
  const all = new RecordedChanges();
  const told: string[] = [];
  let isSeen = false;
  const changes = new ChangesInSight(all, () => isSeen);
  changes.arrived.connect((_, arrived) => told.push(`${arrived.length} arrived`));
  changes.reconnected.connect(() => told.push('reconnected'));
  return { all, changes, told, see: seen => (isSeen = seen) };
}

describe('the changes for a widget', () => {
  it('come at once while it is seen, and together when it is shown again', () => {
    const { all, changes, told, see } = widget();
    all.announce(RUN);
    all.announce(RUN);
    expect(told).toEqual([]);
    see(true);
    changes.show();
    expect(told).toEqual(['2 arrived']);
    all.announce(RUN);
    changes.show();
    expect(told).toEqual(['2 arrived', '1 arrived']);
  });

  it('say that anything may be old after a lost connection, or when there were very many', () => {
    const { all, changes, told, see } = widget();
    all.reconnected.emit();
    all.announce(...Array<IChange>(2000).fill(RUN));
    all.announce(RUN);
    see(true);
    changes.show();
    expect(told).toEqual(['2000 arrived', 'reconnected']);
    all.reconnected.emit();
    expect(told.slice(2)).toEqual(['reconnected']);
  });

  it('end with the widget', () => {
    const { all, changes, told, see } = widget();
    see(true);
    changes.dispose();
    all.announce(RUN);
    expect(told).toEqual([]);
  });
});
