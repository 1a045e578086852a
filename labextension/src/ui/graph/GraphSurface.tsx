/** The surface of a drawing: what is seen of the layout, and what people do to it. */
import type { ForwardedRef, ReactElement } from 'react';
import { useCallback, useId, useImperativeHandle, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { ILayout } from '../../graph/layout';
import { type IGraph, holders } from '../../graph/model';
import { edgesThrough, neighboursOf } from '../../graph/paths';
import { useCouture } from '../context';
import { Camera } from './camera';
import { Controls } from './Controls';
import { DraftLine } from './DraftLine';
import { EdgeLayer } from './EdgeLayer';
import { Minimap } from './Minimap';
import { MovedNode } from './MovedNode';
import { NodeLayer } from './NodeLayer';
import type { IGraphDrawingProps, IGraphHandle } from './props';
import { useCamera } from './useCamera';
import { useFocus } from './useFocus';
import { useGestures } from './useGestures';
import { useKeys } from './useKeys';
import { usePointing } from './usePointing';
import { TipBox, useTip } from './useTip';

export interface IGraphSurfaceProps extends IGraphDrawingProps {
  /** The graph as it is folded. */
  shown: IGraph;
  layout: ILayout;
  handle: ForwardedRef<IGraphHandle>;
}

/** From this size on a minimap is of use. */
const MANY = 12;

export function GraphSurface(props: IGraphSurfaceProps): ReactElement {
  const { shown, layout, label, selected = null, lit = null, editing, describe, isPreview = false } = props;
  const { trans } = useCouture();
  const screen = useRef<HTMLDivElement>(null);
  const plane = useRef<HTMLDivElement>(null);
  const [camera] = useState(() => new Camera());
  const centre = useCamera(camera, screen, plane, layout, selected);
  const look = useSyncExternalStore(camera.onLook, () => camera.look);
  const neighbours = useMemo(() => neighboursOf(shown.edges), [shown.edges]);
  const open = useMemo(() => holders(shown), [shown]);
  const marked = useMemo(
    () => (selected === null ? [] : edgesThrough(selected, shown.edges, neighbours)),
    [selected, shown.edges, neighbours]
  );
  const labels = useMemo(() => new Map(shown.nodes.map(node => [node.id, node.label])), [shown.nodes]);
  const nameOf = useCallback((id: string): string => labels.get(id) ?? id, [labels]);
  const focus = useFocus(camera, layout, screen);
  const tip = useTip(describe !== undefined);
  const tipId = useId();
  const gestures = useGestures(camera, screen, editing);
  const keys = useKeys({ camera, layout, graph: shown, neighbours, focus: focus.focus, props });
  const pointing = usePointing(props, tip, focus.noticed);
  useImperativeHandle(props.handle, () => handleOf(camera, layout, focus.focus, centre), [
    camera,
    layout,
    focus.focus,
    centre
  ]);
  return (
    <div className={`couture-Graph${isPreview ? ' couture-mod-preview' : ''}`}>
      <div
        ref={screen}
        className={`couture-Graph-screen${gestures.draft || keys.source !== null ? ' couture-mod-connecting' : ''}`}
        role={isPreview ? 'img' : 'group'}
        aria-label={label}
        {...(isPreview ? {} : { ...gestures.listeners, ...pointing, onKeyDown: keys.onKeyDown })}
      >
        <div ref={plane} className="couture-Graph-plane">
          <NodeLayer {...props} open={open} look={look} isGroups current={focus.current} tip={tip.about} tipId={tipId} />
          <EdgeLayer
            edges={layout.edges}
            marked={marked}
            lit={lit}
            look={look}
            onDisconnect={editing?.onDisconnect}
            nameOf={nameOf}
          />
          <NodeLayer {...props} open={open} look={look} current={focus.current} tip={tip.about} tipId={tipId} />
          {gestures.draft && <DraftLine draft={gestures.draft} />}
          {gestures.move && <MovedNode move={gestures.move} name={nameOf(gestures.move.id)} layout={layout} open={open} />}
        </div>
      </div>
      {keys.source !== null && (
        <div className="couture-GraphHint" role="status">
          {trans.__('Go to the task that follows %1 and press Enter; Escape to leave it.', nameOf(keys.source))}
        </div>
      )}
      {tip.about !== null && describe && (
        <TipBox id={tipId} about={tip.about} camera={camera} layout={layout}>
          {describe(tip.about)}
        </TipBox>
      )}
      {!isPreview && <Controls onZoom={factor => camera.zoom(factor)} onFit={() => camera.fit(layout, true)} />}
      {!isPreview && shown.nodes.length > MANY && (
        <Minimap camera={camera} layout={layout} nodes={shown.nodes} holders={open} />
      )}
    </div>
  );
}

function handleOf(
  camera: Camera,
  layout: ILayout,
  focus: (id: string) => void,
  centre: (id: string) => void
): IGraphHandle {
  return {
    fit: () => camera.fit(layout, true),
    zoom: factor => camera.zoom(factor),
    reveal: id => {
      const box = layout.boxes.get(id);
      if (box) {
        camera.reveal(box);
      }
    },
    centre: (id, isFocused = false) => {
      if (isFocused) {
        focus(id);
      }
      centre(id);
    }
  };
}
