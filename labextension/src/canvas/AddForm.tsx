/** The form of a task that is about to be added: its id, and what its operator cannot do without. */
import type { FormEvent, ReactElement } from 'react';
import { useEffect, useRef, useState } from 'react';
import { ApiError, type IGivenValue } from '../api';
import { ActionButton, Field, useCouture } from '../ui';
import { ArgumentControl } from './ArgumentControl';
import { freeTaskId } from './drawing';
import type { CanvasSession, IAddition } from './session';
import { draftOf, isProblem, valueOf, type IDraft } from './values';

export function AddForm({ session, addition }: { session: CanvasSession; addition: IAddition }): ReactElement {
  const { trans } = useCouture();
  const { operator } = addition;
  const canvas = session.canvas!;
  const dag = session.dag!;
  const [taskId, setTaskId] = useState(() => freeTaskId(canvas, dag, operator));
  const [drafts, setDrafts] = useState<Readonly<Record<string, IDraft>>>({});
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.select(), []);
  const needed = operator.arguments.filter(({ is_required: isRequired }) => isRequired);
  const fields = session.error instanceof ApiError ? session.error.fields : {};
  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const given: Record<string, IGivenValue> = {};
    for (const spec of needed) {
      const value = valueOf(spec.form, drafts[spec.name] ?? draftOf(spec.form, undefined));
      if (isProblem(value)) {
        return;
      }
      // What is required and was left empty is an empty text: the check of the file says if that will not do.
      given[spec.name] = value ?? { kind: 'string', code: '', value: '' };
    }
    const { parent, after } = addition;
    await session.edit({
      edit: 'add_task',
      dag,
      operator: operator.name,
      module: operator.module,
      task_id: taskId,
      arguments: given,
      parent,
      after: [...after]
    });
  };
  return (
    <form className="couture-Canvas-form" aria-label={trans.__('New task: %1', operator.title)} onSubmit={event => void add(event)}>
      <h3 className="couture-Canvas-title">{trans.__('New task: %1', operator.title)}</h3>
      <p className="couture-muted">{operator.doc}</p>
      <AfterLine session={session} addition={addition} />
      <Field label={trans.__('Task id')} isRequired error={fields['edit.task_id']}>
        {attributes => (
          <input {...attributes} ref={first} className="couture-Input" value={taskId} spellCheck={false} onChange={event => setTaskId(event.target.value)} />
        )}
      </Field>
      {needed.map(spec => (
        <ArgumentControl
          key={spec.name}
          spec={spec}
          draft={drafts[spec.name] ?? draftOf(spec.form, undefined)}
          functions={canvas.functions}
          error={fields[`edit.arguments.${spec.name}`]}
          onDraft={draft => setDrafts({ ...drafts, [spec.name]: draft })}
        />
      ))}
      <div className="couture-Canvas-buttons">
        <ActionButton label={trans.__('Add task')} variant="primary" isSubmit />
        <ActionButton label={trans.__('Cancel')} onClick={() => session.stopAdding()} />
      </div>
    </form>
  );
}

function AfterLine({ session, addition }: { session: CanvasSession; addition: IAddition }): ReactElement | null {
  const { trans } = useCouture();
  const label = (id: string): string => session.canvas?.nodes.find(node => node.id === id)?.label ?? id;
  const { after, parent } = addition;
  if (!after.length && parent === null) {
    return null;
  }
  return (
    <p className="couture-muted">
      {parent !== null && trans.__('In the group %1.', label(parent))} {after.length > 0 && trans.__('After %1.', after.map(label).join(', '))}
    </p>
  );
}
