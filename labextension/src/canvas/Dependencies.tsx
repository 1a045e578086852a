/** What a node comes after: taken away, or more chosen. The keyboard's way to what the pointer draws. */
import type { ReactElement } from 'react';
import { closeIcon } from '@jupyterlab/ui-components';
import type { ICanvasNode } from '../api';
import { ActionButton, Field, useCouture } from '../ui';
import { connect, freeParameters } from './actions';
import type { CanvasSession } from './session';
import { useEdit } from './useEdit';

export function Dependencies({ session, node }: { session: CanvasSession; node: ICanvasNode }): ReactElement {
  const { trans } = useCouture();
  const { error, edit } = useEdit(session);
  const { nodes, edges } = session.canvas!;
  const before = edges.filter(({ target }) => target === node.id);
  const label = (id: string): string => nodes.find(each => each.id === id)?.label ?? id;
  const others = nodes.filter(
    ({ id, dag, kind }) => dag === node.dag && kind !== 'code' && id !== node.id && before.every(({ source }) => source !== id)
  );
  return (
    <div className="couture-Canvas-dependencies">
      <Field label={trans.__('Comes after')} error={error}>
        {attributes => (
          <select
            {...attributes}
            className="couture-Select"
            value=""
            onChange={event => void edit({ edit: 'connect', source: event.target.value, target: node.id })}
          >
            <option value="">{trans.__('Choose a task')}</option>
            {others.map(each => (
              <option key={each.id} value={each.id}>
                {each.id.slice(each.dag.length + 1)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {!node.reason && freeParameters(node).length > 0 && <ValueChoice session={session} node={node} />}
      {before.length > 0 && (
        <ul className="couture-Canvas-chips" aria-label={trans.__('Comes after')}>
          {before.map(({ source, reason }) => (
            <li key={source} className="couture-Canvas-chip">
              {label(source)}
              <ActionButton
                label={trans.__('Not after %1 any more', label(source))}
                icon={closeIcon}
                iconOnly
                variant="minimal"
                disabledBecause={reason || null}
                onClick={() => void edit({ edit: 'disconnect', source, target: node.id })}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** A function takes the value of another task: the keyboard's way, too. */
function ValueChoice({ session, node }: { session: CanvasSession; node: ICanvasNode }): ReactElement {
  const { trans } = useCouture();
  const sources = session.canvas!.nodes.filter(each => each.dag === node.dag && each.has_value && each.id !== node.id);
  return (
    <Field label={trans.__('Takes the value of')}>
      {attributes => (
        <select
          {...attributes}
          className="couture-Select"
          value=""
          onChange={event => void connect(session, event.target.value, node.id, trans)}
        >
          <option value="">{trans.__('Choose a task')}</option>
          {sources.map(each => (
            <option key={each.id} value={each.id}>
              {each.id.slice(each.dag.length + 1)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
