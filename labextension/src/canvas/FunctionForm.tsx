/** The form of a new function under `@task`: its name, and the tasks whose values it takes. */
import type { FormEvent, ReactElement } from 'react';
import { useEffect, useRef, useState } from 'react';
import { ApiError } from '../api';
import { ActionButton, Field, useCouture } from '../ui';
import { AfterLine } from './AddForm';
import { freeTaskId, shortId } from './drawing';
import type { IAddition } from './items';
import type { CanvasSession } from './session';

export function FunctionForm({ session, addition }: { session: CanvasSession; addition: IAddition }): ReactElement {
  const { trans } = useCouture();
  const canvas = session.canvas!;
  const dag = session.dag!;
  // The beginning of a Python name, no text that people read.
  // eslint-disable-next-line jupyter/no-untranslated-string
  const [name, setName] = useState(() => freeTaskId(canvas, dag, { title: 'do' }));
  const sources = canvas.nodes.filter(node => node.dag === dag && node.has_value);
  const isAfter = (id: string): boolean => addition.after.includes(id);
  const [values, setValues] = useState<readonly string[]>(() => sources.filter(({ id, operator }) => isAfter(id) && operator.startsWith('@')).map(({ id }) => id));
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.select(), []);
  const fields = session.error instanceof ApiError ? session.error.fields : {};
  const add = (event: FormEvent): void => {
    event.preventDefault();
    const after = addition.after.filter(id => !values.includes(id));
    void session.edit({ edit: 'add_function', dag, name, values: [...values], parent: addition.parent, after });
  };
  return (
    <form className="couture-Canvas-form" aria-label={trans.__('New task: Python function')} onSubmit={add}>
      <h3 className="couture-Canvas-title">{trans.__('New task: Python function')}</h3>
      <p className="couture-muted">{trans.__('A function under @task. Write its body in the text; what it returns is the value that other tasks can take.')}</p>
      <AfterLine session={session} addition={addition} />
      <Field label={trans.__('Name of the function')} isRequired error={fields['edit.name']}>
        {attributes => (
          <input {...attributes} ref={first} className="couture-Input" value={name} spellCheck={false} onChange={event => setName(event.target.value)} />
        )}
      </Field>
      {sources.length > 0 && (
        <fieldset className="couture-Canvas-values">
          <legend>{trans.__('Takes the values of')}</legend>
          {sources.map(node => (
            <label key={node.id}>
              <input
                type="checkbox"
                checked={values.includes(node.id)}
                onChange={event => setValues(event.target.checked ? [...values, node.id] : values.filter(id => id !== node.id))}
              />
              {shortId(node)}
            </label>
          ))}
        </fieldset>
      )}
      {fields['edit.values'] && <p role="alert">{fields['edit.values']}</p>}
      <div className="couture-Canvas-buttons">
        <ActionButton label={trans.__('Add task')} variant="primary" isSubmit />
        <ActionButton label={trans.__('Cancel')} onClick={() => session.stopAdding()} />
      </div>
    </form>
  );
}
