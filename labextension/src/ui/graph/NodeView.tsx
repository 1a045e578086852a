/** One node of a drawing. It is drawn again only if something of it changed. */
import { caretDownIcon, caretRightIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { memo } from 'react';
import type { IBox, IGraphNode } from '../../graph/model';
import { useCouture } from '../context';
import { displayLocale } from '../locale';
import { StateMark } from '../StateMark';
import { stateLabel } from '../states';
import type { Level } from './camera';
import { countsOf, countText, nodeText } from './node_words';
import type { Decorate } from './props';

export interface INodeViewProps {
  node: IGraphNode;
  box: IBox;
  level: Level;
  /** Whether it holds other nodes and is open. */
  isOpen: boolean;
  canFold: boolean;
  isSelected: boolean;
  isDimmed: boolean;
  /** Whether the Tab key comes here. */
  isTabStop: boolean;
  describedBy?: string;
  canConnect: boolean;
  isReachable: boolean;
  decorate?: Decorate;
}

export const NodeView = memo(NodeBody, isSame);

function NodeBody(props: INodeViewProps): ReactElement {
  const { node, box, level, isOpen, isSelected, isTabStop, describedBy, decorate, isReachable } = props;
  const { trans } = useCouture();
  const { className = '', data = {}, extra } = decorate?.(node) ?? {};
  const attributes = Object.fromEntries(Object.entries(data).map(([name, value]) => [`data-${name}`, value]));
  return (
    <div
      className={classNames(props, className)}
      style={{ left: box.x, top: box.y, width: box.width, height: box.height }}
      data-node={node.id}
      {...attributes}
    >
      <button
        type="button"
        className="couture-GraphNode-body"
        tabIndex={isReachable && isTabStop ? 0 : -1}
        aria-label={nodeText(node, trans)}
        aria-describedby={describedBy}
        aria-current={isSelected || undefined}
      >
        {level !== 'far' && <NodeText {...props} />}
      </button>
      {props.canFold && level !== 'far' && <FoldButton node={node} isOpen={isOpen} isReachable={isReachable} />}
      {level !== 'far' && extra}
      {props.canConnect && level !== 'far' && <span className="couture-GraphNode-port" data-port={node.id} />}
    </div>
  );
}

function classNames({ node, isOpen, isSelected, isDimmed, level, canFold }: INodeViewProps, more: string): string {
  return [
    'couture-GraphNode',
    `couture-mod-${node.kind}`,
    `couture-mod-level-${level}`,
    node.state === undefined ? 'couture-mod-stateless' : `couture-mod-${node.state ?? 'none'}`,
    isOpen ? 'couture-mod-open' : '',
    canFold ? 'couture-mod-foldable' : '',
    isSelected ? 'couture-mod-selected' : '',
    isDimmed ? 'couture-mod-dimmed' : '',
    node.count !== undefined && !isOpen ? 'couture-mod-stacked' : '',
    node.isReadOnly ? 'couture-mod-readOnly' : '',
    more
  ]
    .filter(Boolean)
    .join(' ');
}

function NodeText({ node, level, isOpen }: INodeViewProps): ReactElement {
  const { trans } = useCouture();
  return (
    <>
      {node.state !== undefined && <StateMark state={node.state} compact />}
      <span className="couture-GraphNode-text">
        <span className="couture-GraphNode-name">
          <span className="couture-GraphNode-label">{node.label}</span>
          {!!node.count && <Count node={node} />}
        </span>
        {level === 'full' && !isOpen && (
          <span className="couture-GraphNode-second">
            {node.state !== undefined && !node.states && <span>{stateLabel(node.state, trans)}</span>}
            <Counts node={node} />
            {node.note && <span className="couture-GraphNode-note">{node.note}</span>}
            {node.operator && <Operator node={node} />}
          </span>
        )}
      </span>
    </>
  );
}

function Count({ node }: { node: IGraphNode }): ReactElement {
  const { trans } = useCouture();
  return (
    <span className={`couture-GraphNode-count couture-mod-${node.kind}`} title={countText(node, trans)}>
      {node.kind === 'group' ? countText(node, trans) : trans.__('×%1', new Intl.NumberFormat(displayLocale()).format(node.count ?? 0))}
    </span>
  );
}

function Counts({ node }: { node: IGraphNode }): ReactElement {
  const { trans } = useCouture();
  return (
    <>
      {countsOf(node).map(([state, count]) => (
        <span key={state} className="couture-GraphNode-counted">
          <StateMark state={state} compact title={trans.__('%1: %2', stateLabel(state, trans), count)} />
          {count}
        </span>
      ))}
    </>
  );
}

function Operator({ node }: { node: IGraphNode }): ReactElement {
  return (
    <span className="couture-GraphNode-operator" title={node.operator}>
      {node.color && <span className="couture-GraphNode-chip" style={{ background: node.color }} />}
      <span className="couture-GraphNode-operatorName">{node.operator}</span>
    </span>
  );
}

interface IFoldButtonProps {
  node: IGraphNode;
  isOpen: boolean;
  isReachable: boolean;
}

function FoldButton({ node, isOpen, isReachable }: IFoldButtonProps): ReactElement {
  const { trans } = useCouture();
  const Caret = isOpen ? caretDownIcon : caretRightIcon;
  const label = isOpen ? trans.__('Fold %1', node.label) : trans.__('Unfold %1', node.label);
  return (
    <button
      type="button"
      className="couture-GraphNode-fold"
      data-fold={node.id}
      tabIndex={isReachable ? 0 : -1}
      aria-expanded={isOpen}
      aria-label={label}
      title={label}
    >
      <Caret.react tag="span" />
    </button>
  );
}

/** Nodes are made anew with each answer of the server; what counts is what they say. */
function isSame(before: INodeViewProps, after: INodeViewProps): boolean {
  return (
    isShallowEqual(before, after, ['node', 'box']) &&
    isShallowEqual(before.node, after.node, ['states']) &&
    isShallowEqual(before.box, after.box, []) &&
    isShallowEqual(before.node.states ?? {}, after.node.states ?? {}, [])
  );
}

function isShallowEqual(before: object, after: object, apart: readonly string[]): boolean {
  const one = Object.entries(before).filter(([key, value]) => value !== undefined && !apart.includes(key));
  const other = Object.entries(after).filter(([key, value]) => value !== undefined && !apart.includes(key));
  const values = new Map(one);
  return one.length === other.length && other.every(([key, value]) => values.get(key) === value);
}
