/** Which groups are folded and which way the graph goes: as it was left, else as the DAG says. */
import { useCallback, useMemo } from 'react';
import type { IDagStructure } from '../api';
import type { Orientation } from '../graph/model';
import { groupNode, orientationOf } from './drawing';
import type { GraphMemory } from './memory';

export interface IFolding {
  readonly folded: ReadonlySet<string>;
  readonly orientation: Orientation;
  fold(node: string, isFolded: boolean): void;
  foldAll(isFolded: boolean): void;
  turn(orientation: Orientation): void;
}

export function useFolding(dagId: string, structure: IDagStructure | undefined, memory: GraphMemory): IFolding {
  const drawn = memory.of(dagId);
  const folded = useMemo(() => new Set(drawn.folded), [drawn.folded]);
  const fold = useCallback(
    (node: string, isFolded: boolean): void => {
      const others = memory.of(dagId).folded.filter(each => each !== node);
      memory.draw(dagId, { folded: isFolded ? [...others, node] : others });
    },
    [dagId, memory]
  );
  return {
    folded,
    fold,
    orientation: drawn.orientation ?? (structure ? orientationOf(structure) : 'LR'),
    foldAll: isFolded => {
      const groups = structure?.task_groups.map(({ group_id: id }) => groupNode(id)) ?? [];
      memory.draw(dagId, { folded: isFolded ? groups : [] });
    },
    turn: orientation => memory.draw(dagId, { orientation })
  };
}
