/** The edges of a drawing: one path for all, one above it for those that are lit; labels as text. */
import type { ReactElement } from 'react';
import { memo, useMemo } from 'react';
import type { ILaidOutEdge } from '../../graph/layout';
import { edgeKey, type IBox, type IGraphEdge } from '../../graph/model';
import { arrows, lines, middle } from '../../graph/strokes';
import { overlap } from '../../graph/viewport';
import { useCouture } from '../context';
import type { ILook, Level } from './camera';

export interface IEdgeLayerProps {
  edges: readonly ILaidOutEdge[];
  /** Those on the way of the selected node. */
  marked: readonly IGraphEdge[];
  /** If there is one, edges that do not join two of these are dimmed. */
  lit: ReadonlySet<string> | null;
  look: ILook;
  onDisconnect?: (source: string, target: string) => void;
  nameOf: (id: string) => string;
}

export const EdgeLayer = memo(function EdgeLayer(props: IEdgeLayerProps): ReactElement {
  const { edges, marked, lit, look } = props;
  const keys = useMemo(() => new Set(marked.map(edgeKey)), [marked]);
  const highlighted = useMemo(() => edges.filter(({ edge }) => keys.has(edgeKey(edge))), [edges, keys]);
  const shown = look.level === 'far' ? [] : edges.filter(({ label }) => label && overlap(label, look.window));
  return (
    <>
      <svg className={`couture-GraphEdges couture-mod-level-${look.level}`} aria-hidden="true">
        <Strokes edges={edges} className={keys.size || lit ? 'couture-mod-dimmed' : ''} />
        {lit && <Strokes edges={edges.filter(({ edge }) => lit.has(edge.source) && lit.has(edge.target))} />}
        {highlighted.length > 0 && <Strokes edges={highlighted} className="couture-mod-marked" />}
      </svg>
      {shown.map(({ edge, label }) => (
        <EdgeLabel key={edgeKey(edge)} text={edge.label ?? ''} box={label!} level={look.level} />
      ))}
      {props.onDisconnect && look.level !== 'far' && <CutButtons {...props} />}
    </>
  );
});

function Strokes({ edges, className = '' }: { edges: readonly ILaidOutEdge[]; className?: string }): ReactElement {
  const [line, arrow] = useMemo(() => [lines(edges), arrows(edges)], [edges]);
  return (
    <g className={className}>
      <path className="couture-GraphEdges-line" d={line} />
      <path className="couture-GraphEdges-arrow" d={arrow} />
    </g>
  );
}

function EdgeLabel({ text, box, level }: { text: string; box: IBox; level: Level }): ReactElement {
  return (
    <span
      className={`couture-GraphEdge-label couture-mod-level-${level}`}
      style={{ left: box.x + box.width / 2, top: box.y, height: box.height }}
      title={text}
    >
      {text}
    </span>
  );
}

function CutButtons({ edges, onDisconnect, nameOf }: IEdgeLayerProps): ReactElement {
  const { trans } = useCouture();
  return (
    <>
      {edges.map(({ edge: { source, target }, points }) => {
        const { x, y } = middle(points);
        const label = trans.__('Remove the dependency of %1 on %2', nameOf(target), nameOf(source));
        return (
          <button
            key={JSON.stringify([source, target])}
            type="button"
            className="couture-GraphEdge-cut"
            style={{ left: x, top: y }}
            aria-label={label}
            title={label}
            onClick={event => {
              event.stopPropagation();
              onDisconnect?.(source, target);
            }}
          >
            ×
          </button>
        );
      })}
    </>
  );
}
