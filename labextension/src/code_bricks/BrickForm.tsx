/** The placeholders of a brick to fill in, and the code that comes of it: for features that insert bricks their own way. */
import type { FormEvent, ReactElement } from 'react';
import { useState } from 'react';
import { ApiError, type BrickValues } from '../api';
import type { IBrickFormProps } from '../tokens';
import { ActionButton, ErrorBanner, useCouture, useQuery } from '../ui';
import { ValueField } from './ValueField';
import { firstValues } from './values';

export function BrickForm({ brick, source, onInsert, onCancel }: IBrickFormProps): ReactElement {
  const { client, trans } = useCouture();
  const id = brick.code_brick_id;
  const [values, setValues] = useState<BrickValues>(() => firstValues(brick, source));
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [refusal, setRefusal] = useState<Error>();
  const { data, error } = useQuery(() => client.codeBricks.render(id, values), undefined, [client, id, JSON.stringify(values)]);
  const reason = refusal ?? error;
  const fields = reason instanceof ApiError ? reason.fields : {};
  const isWrong = Object.keys(problems).length > 0 || error !== undefined;
  const insert = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!isWrong) {
      await onInsert(values).catch((problem: Error) => setRefusal(problem));
    }
  };
  const change = (name: string, value: unknown, problem: string | null): void => {
    setRefusal(undefined);
    setValues({ ...values, [name]: value });
    const others = Object.fromEntries(Object.entries(problems).filter(([each]) => each !== name));
    setProblems(problem === null ? others : { ...others, [name]: problem });
  };
  return (
    <form className="couture-BrickForm" aria-label={trans.__('New brick: %1', brick.title)} onSubmit={event => void insert(event)}>
      <h3 className="couture-BrickForm-title">{brick.title}</h3>
      <p className="couture-muted">{brick.description}</p>
      {brick.parameters.map(parameter => (
        <ValueField
          key={parameter.name}
          parameter={parameter}
          value={values[parameter.name]}
          error={problems[parameter.name] ?? fields[`values.${parameter.name}`]}
          onChange={(value, problem) => change(parameter.name, value, problem)}
        />
      ))}
      {reason && Object.keys(fields).length === 0 && <ErrorBanner error={reason} />}
      <div className="couture-Buttons">
        <ActionButton label={trans.__('Insert')} variant="primary" isSubmit disabledBecause={isWrong ? trans.__('Fill in the placeholders first.') : null} />
        <ActionButton label={trans.__('Cancel')} onClick={onCancel} />
      </div>
      {data && (
        <pre className="couture-BrickForm-code" tabIndex={0} aria-label={trans.__('Code of %1', brick.title)}>
          {data.code}
        </pre>
      )}
    </form>
  );
}
