/** The whole drawing in small; the part that is seen is framed. Click or drag in it to go there. */
import type { PointerEvent, ReactElement } from 'react';
import { memo, useEffect, useMemo, useRef } from 'react';
import type { ILayout } from '../../graph/layout';
import type { IBox, IGraphNode } from '../../graph/model';
import { seen } from '../../graph/viewport';
import type { Camera } from './camera';

const WIDTH = 168;
const HEIGHT = 112;

export interface IMinimapProps {
  camera: Camera;
  layout: ILayout;
  nodes: readonly IGraphNode[];
  holders: ReadonlySet<string>;
}

export const Minimap = memo(function Minimap({ camera, layout, nodes, holders }: IMinimapProps): ReactElement {
  const frame = useRef<SVGRectElement>(null);
  const scale = Math.min(WIDTH / (layout.width || 1), HEIGHT / (layout.height || 1));
  const shapes = useMemo(() => shapesByState(nodes, holders, layout.boxes), [nodes, holders, layout]);
  useEffect(() => {
    const follow = (): void => {
      const sight = seen(camera.viewport, camera.screen);
      for (const [name, value] of Object.entries(sight)) {
        frame.current?.setAttribute(name, String(Math.round(value)));
      }
    };
    follow();
    return camera.onMove(follow);
  }, [camera, layout]);
  const go = (event: PointerEvent<SVGSVGElement>): void => {
    const area = event.currentTarget.getBoundingClientRect();
    const point = { x: (event.clientX - area.left) / scale, y: (event.clientY - area.top) / scale };
    const { screen, viewport } = camera;
    camera.go({
      scale: viewport.scale,
      x: screen.width / 2 - point.x * viewport.scale,
      y: screen.height / 2 - point.y * viewport.scale
    });
  };
  return (
    <svg
      className="couture-GraphMinimap"
      aria-hidden="true"
      width={Math.round(layout.width * scale)}
      height={Math.round(layout.height * scale)}
      viewBox={`0 0 ${layout.width} ${layout.height}`}
      onPointerDown={event => {
        event.currentTarget.setPointerCapture(event.pointerId);
        go(event);
      }}
      onPointerMove={event => event.buttons && go(event)}
    >
      {[...shapes].map(([state, path]) => (
        <path key={state} className={`couture-GraphMinimap-nodes couture-mod-${state}`} d={path} />
      ))}
      <rect ref={frame} className="couture-GraphMinimap-frame" strokeWidth={1.5 / scale} />
    </svg>
  );
});

function shapesByState(
  nodes: readonly IGraphNode[],
  holders: ReadonlySet<string>,
  boxes: ReadonlyMap<string, IBox>
): Map<string, string> {
  const parts = new Map<string, string[]>();
  for (const node of nodes) {
    const box = boxes.get(node.id);
    if (box && !holders.has(node.id)) {
      const state = node.state === undefined ? 'stateless' : (node.state ?? 'none');
      const shapes = parts.get(state) ?? [];
      shapes.push(`M${box.x} ${box.y}h${box.width}v${box.height}h${-box.width}z`);
      parts.set(state, shapes);
    }
  }
  return new Map([...parts].map(([state, shapes]) => [state, shapes.join('')]));
}
