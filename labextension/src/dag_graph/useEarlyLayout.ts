/** Lays the graph out while the server still says which states its tasks have: no state changes a layout. */
import { useEffect } from 'react';
import type { IDagStructure } from '../api';
import { layOut } from '../graph/elk';
import { foldGraph } from '../graph/folding';
import { useCouture } from '../ui';
import { drawingOf } from './drawing';
import type { IFolding } from './useFolding';

/** `structure`: what is likely to be drawn; undefined: nothing, or it is drawn already. */
export function useEarlyLayout(structure: IDagStructure | undefined, hasRun: boolean, { folded, orientation }: IFolding): void {
  const { trans } = useCouture();
  useEffect(() => {
    if (structure) {
      const graph = drawingOf(structure, hasRun ? { tasks: [] } : null, orientation, trans);
      // What goes wrong is told where the layout is needed.
      layOut(foldGraph(graph, folded)).catch(() => undefined);
    }
  }, [structure, hasRun, folded, orientation, trans]);
}
