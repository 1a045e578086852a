/** The form of a task that is about to be added: its id, and what its operator cannot do without. */
import type { FormEvent, ReactElement } from 'react';
import { useEffect, useRef, useState } from 'react';
import { ApiError, type IGivenValue, type IOperator } from '../api';
import { ActionButton, Field, useCouture } from '../ui';
import { ArgumentControl } from './ArgumentControl';
import { freeTaskId } from './drawing';
import type { IAddition } from './items';
import type { CanvasSession } from './session';
import { draftOf, isProblem, valueOf, type IDraft } from './values';

export interface IAddFormProps {
  session: CanvasSession;
  addition: IAddition;
  operator: IOperator;
}

export function AddForm({ session, addition, operator }: IAddFormProps): ReactElement {
  const { trans } = useCouture();
  const canvas = session.canvas!;
  const dag = session.dag!;
  const [taskId, setTaskId] = useState(() => freeTaskId(canvas, dag, operator));
  const [drafts, setDrafts] = useState<Readonly<Record<string, IDraft>>>({});
  const [isTried, setTried] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.select(), []);
  const needed = operator.arguments.filter(({ is_required: isRequired }) => isRequired);
  const fields = session.error instanceof ApiError ? session.error.fields : {};
  const draftFor = (spec: (typeof needed)[number]): IDraft => drafts[spec.name] ?? draftOf(spec.form, undefined);
  const missing = (spec: (typeof needed)[number]): string | undefined =>
    isTried && valueOf(spec.form, draftFor(spec)) === null ? trans.__('%1 is missing: the task cannot do without it.', spec.title) : undefined;
  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const given: Record<string, IGivenValue> = {};
    setTried(true);
    for (const spec of needed) {
      const value = valueOf(spec.form, draftFor(spec));
      if (isProblem(value) || value === null) {
        return; // Its field says what is missing.
      }
      given[spec.name] = value;
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
          draft={draftFor(spec)}
          functions={canvas.functions}
          error={missing(spec) ?? fields[`edit.arguments.${spec.name}`]}
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

export function AfterLine({ session, addition }: { session: CanvasSession; addition: IAddition }): ReactElement | null {
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
