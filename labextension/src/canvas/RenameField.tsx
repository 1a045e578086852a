/** The id of a task or group, which takes its variable along, and the variable by itself. Enter takes what was typed. */
import type { FormEvent, ReactElement } from 'react';
import { useEffect, useState } from 'react';
import type { ICanvasEdit, ICanvasNode } from '../api';
import { Field, useCouture } from '../ui';
import type { CanvasSession } from './session';
import { useEdit } from './useEdit';

interface IRenameProps {
  session: CanvasSession;
  node: ICanvasNode;
}

export function RenameField({ session, node }: IRenameProps): ReactElement {
  const { trans } = useCouture();
  const name = node.task_id ?? node.label;
  return (
    <>
      <NameField
        session={session}
        label={node.kind === 'group' ? trans.__('Group id') : trans.__('Task id')}
        current={name}
        change={text => ({ edit: 'rename', node: node.id, name: text, variable: true })}
      />
      <NameField
        session={session}
        label={trans.__('Variable')}
        hint={trans.__('What the file calls it in Python.')}
        current={node.variable ?? ''}
        change={text => ({ edit: 'rename', node: node.id, name, variable: false, variable_name: text })}
      />
    </>
  );
}

interface INameFieldProps {
  session: CanvasSession;
  label: string;
  hint?: string;
  current: string;
  change: (text: string) => ICanvasEdit;
}

function NameField({ session, label, hint, current, change }: INameFieldProps): ReactElement {
  const [name, setName] = useState(current);
  const { error, edit, clear } = useEdit(session);
  useEffect(() => setName(current), [current]);
  const rename = async (event?: FormEvent): Promise<void> => {
    event?.preventDefault();
    if (name !== current) {
      await edit(change(name));
    }
  };
  return (
    <form onSubmit={event => void rename(event)}>
      <Field label={label} hint={hint} error={error}>
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
