/** The DAG itself, where no task is selected; or the first DAG of a file that has none. */
import type { FormEvent, ReactElement } from 'react';
import { useState } from 'react';
import { ApiError, type ICanvasDag } from '../api';
import { ActionButton, Field, useCouture } from '../ui';
import { ArgumentField } from './ArgumentField';
import type { CanvasSession } from './session';
import { dagSpecs } from './specs';

export function DagForm({ session, dag }: { session: CanvasSession; dag: ICanvasDag }): ReactElement {
  const { trans } = useCouture();
  return (
    <section className="couture-Canvas-form" aria-label={trans.__('Details of the DAG %1', dag.key)}>
      <div className="couture-Canvas-formHead">
        <h3 className="couture-Canvas-title">{dag.key}</h3>
        <span className="couture-muted">{trans.__('DAG')}</span>
      </div>
      {dagSpecs(dag.arguments, trans).map(spec => (
        <ArgumentField
          key={`${dag.key} ${spec.name}`}
          session={session}
          spec={spec}
          argument={dag.arguments.find(({ name }) => name === spec.name) ?? ownName(dag, spec.name)}
          owner={{ dag: dag.key }}
        />
      ))}
    </section>
  );
}

/** A function under `@dag` gives the DAG its name. */
function ownName({ dag_id: dagId }: ICanvasDag, name: string): ICanvasDag['arguments'][number] | undefined {
  return name === 'dag_id' && dagId !== null ? { name, line: 0, value: { kind: 'string', code: '', value: dagId } } : undefined;
}

export function NewDag({ session }: { session: CanvasSession }): ReactElement {
  const { trans } = useCouture();
  const file = session.editor.path.split('/').pop() ?? '';
  const [name, setName] = useState(file.replace(/\.py$/, '').replace(/[^\w.-]+/g, '_'));
  const error = session.error instanceof ApiError ? session.error.fields['edit.dag_id'] : undefined;
  const add = (event: FormEvent): void => {
    event.preventDefault();
    const schedule = { kind: 'none' as const, code: '', value: null };
    void session.edit({ edit: 'add_dag', dag_id: name, arguments: { schedule } });
  };
  return (
    <form className="couture-Canvas-form couture-Canvas-newDag" onSubmit={add}>
      <h3 className="couture-Canvas-title">{trans.__('This file has no DAG yet')}</h3>
      <p className="couture-muted">{trans.__('Give it a name; then drag operators onto the canvas.')}</p>
      <Field label={trans.__('DAG id')} isRequired error={error}>
        {attributes => (
          <input {...attributes} className="couture-Input" value={name} spellCheck={false} onChange={event => setName(event.target.value)} />
        )}
      </Field>
      <div className="couture-Canvas-buttons">
        <ActionButton label={trans.__('Add DAG')} variant="primary" isSubmit />
      </div>
    </form>
  );
}
