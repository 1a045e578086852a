/**
 * A graph, drawn: layers by elk, groups that fold, pan and zoom, minimap, keys.
 *
 * It stays quick with a thousand nodes because the pointer moves the whole plane without asking React, only nodes in
 * sight are drawn, with as much detail as can be read, and a change of states makes no new layout.
 */
import type { ForwardedRef, ReactElement } from 'react';
import { forwardRef, useMemo } from 'react';
import { foldGraph } from '../../graph/folding';
import { useCouture } from '../context';
import { EmptyState, ErrorBanner, Loading } from '../messages';
import { GraphSurface } from './GraphSurface';
import type { IGraphDrawingProps, IGraphHandle } from './props';
import { useLayout } from './useLayout';

const NONE: ReadonlySet<string> = new Set();

export const GraphDrawing = forwardRef(function GraphDrawing(
  props: IGraphDrawingProps,
  ref: ForwardedRef<IGraphHandle>
): ReactElement {
  const { graph, folded = NONE } = props;
  const { trans } = useCouture();
  const shown = useMemo(() => foldGraph(graph, folded), [graph, folded]);
  const { layout, error } = useLayout(shown);
  if (error) {
    return <ErrorBanner error={error} />;
  }
  if (!layout) {
    return <Loading />;
  }
  if (!graph.nodes.length && !props.editing) {
    return <EmptyState title={trans.__('There is nothing to draw.')} />;
  }
  return <GraphSurface {...props} shown={shown} layout={layout} handle={ref} />;
});
