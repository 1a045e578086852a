/** The nodes in sight: open groups below the edges, all others above them. */
import type { ReactElement } from 'react';
import { overlap } from '../../graph/viewport';
import type { ILook } from './camera';
import type { IGraphSurfaceProps } from './GraphSurface';
import { NodeView } from './NodeView';

export interface INodeLayerProps extends IGraphSurfaceProps {
  /** The groups that are open. */
  open: ReadonlySet<string>;
  look: ILook;
  /** Whether this is the layer of open groups. */
  isGroups?: boolean;
  /** The node that had the focus last. */
  current: string | null;
  /** The node that the tip with the id `tipId` is about. */
  tip: string | null;
  tipId: string;
}

export function NodeLayer(props: INodeLayerProps): ReactElement {
  const { shown, layout, open, look, isGroups = false, current, selected = null, chosen, lit, tip } = props;
  const stop = tabStop(props);
  return (
    <>
      {shown.nodes.map(node => {
        const box = layout.boxes.get(node.id);
        if (!box || open.has(node.id) !== isGroups || !(overlap(box, look.window) || node.id === stop)) {
          return null;
        }
        return (
          <NodeView
            key={node.id}
            node={node}
            box={box}
            level={look.level}
            isOpen={isGroups}
            canFold={props.onFold !== undefined && (isGroups || props.folded?.has(node.id) === true)}
            isSelected={node.id === selected || chosen?.has(node.id) === true}
            isDimmed={!!lit && !lit.has(node.id)}
            isTabStop={node.id === stop}
            describedBy={node.id === tip ? props.tipId : undefined}
            canConnect={props.editing !== undefined && !isGroups}
            isReachable={!props.isPreview}
            decorate={props.decorate}
          />
        );
      })}
    </>
  );

  function tabStop({ shown: { nodes }, layout: { boxes } }: INodeLayerProps): string | undefined {
    const isThere = (id: string | null): id is string => id !== null && boxes.has(id);
    return isThere(current) ? current : isThere(selected) ? selected : nodes.find(({ id }) => !open.has(id))?.id;
  }
}
