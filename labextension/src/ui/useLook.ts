/** How a person left a view of a DAG, in a component: loaded when it opens, saved with each change. */
import { useCallback, useEffect, useState } from 'react';
import type { ViewMemory } from '../state/view_memory';

export interface ILookState<Look> {
  readonly look: Look;
  /** Whether what was remembered is there. */
  readonly isLoaded: boolean;
  change(next: Partial<Look>): void;
}

export function useLook<Look extends object>(dagId: string, memory: ViewMemory<Look>): ILookState<Look> {
  const [state, setState] = useState({ dagId: '', look: memory.first });
  useEffect(() => {
    let isCurrent = true;
    void memory.load(dagId).then(look => isCurrent && setState({ dagId, look }));
    return () => {
      isCurrent = false;
    };
  }, [dagId, memory]);
  const isLoaded = state.dagId === dagId;
  const look = isLoaded ? state.look : memory.first;
  const change = useCallback(
    (next: Partial<Look>): void => {
      const changed = { ...look, ...next };
      setState({ dagId, look: changed });
      void memory.save(dagId, changed);
    },
    [dagId, memory, look]
  );
  return { look, isLoaded, change };
}
