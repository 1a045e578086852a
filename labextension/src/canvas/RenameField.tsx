/** The id of a task or group; Enter renames it, and its variable with it. */
import type { FormEvent, ReactElement } from 'react';
import { useEffect, useState } from 'react';
import type { ICanvasNode } from '../api';
import { Field, useCouture } from '../ui';
import type { CanvasSession } from './session';
import { useEdit } from './useEdit';

export function RenameField({ session, node }: { session: CanvasSession; node: ICanvasNode }): ReactElement {
  const { trans } = useCouture();
  const current = node.task_id ?? node.label;
  const [name, setName] = useState(current);
  const { error, edit, clear } = useEdit(session);
  useEffect(() => setName(current), [node.id, current]);
  const rename = async (event?: FormEvent): Promise<void> => {
    event?.preventDefault();
    if (name !== current) {
      await edit({ edit: 'rename', node: node.id, name, variable: true });
    }
  };
  return (
    <form onSubmit={event => void rename(event)}>
      <Field label={node.kind === 'group' ? trans.__('Group id') : trans.__('Task id')} error={error}>
        {attributes => (
          <input
            {...attributes}
            className="couture-Input"
            value={name}
            spellCheck={false}
            onChange={event => {
              clear();
              setName(event.target.value);
            }}
            onBlur={() => void rename()}
          />
        )}
      </Field>
    </form>
  );
}
