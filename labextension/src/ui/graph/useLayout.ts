/** The layout of a graph, made in the background; the last one stays until the next is there. */
import { useEffect, useMemo, useState } from 'react';
import { layOut } from '../../graph/elk';
import { type ILayout, layoutKey } from '../../graph/layout';
import type { IGraph } from '../../graph/model';

export interface ILayoutResult {
  readonly layout: ILayout | undefined;
  readonly error: Error | undefined;
}

export function useLayout(graph: IGraph): ILayoutResult {
  const key = useMemo(() => layoutKey(graph), [graph]);
  const [result, setResult] = useState<ILayoutResult>({ layout: undefined, error: undefined });
  useEffect(() => {
    let isWanted = true;
    layOut(graph).then(
      layout => isWanted && setResult({ layout, error: undefined }),
      reason => isWanted && setResult(({ layout }) => ({ layout, error: new Error(String(reason)) }))
    );
    return () => {
      isWanted = false;
    };
    // The key says all that the layout depends on.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key]);
  return result;
}
