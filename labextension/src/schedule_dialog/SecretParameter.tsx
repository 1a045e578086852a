/** Whether a parameter of the notebook is secret, and what it is filled with. */
import type { ReactElement } from 'react';
import { rowPath } from '../parameters/checks';
import type { IParameterRow } from '../parameters/values';
import { Toggle, useCouture } from '../ui';
import { useForm } from './context';
import { ReferenceField } from './ReferenceField';
import { isReference, withSecretParameter } from './secrets';

export function SecretParameter({ row }: { row: IParameterRow }): ReactElement {
  const { trans } = useCouture();
  const { values, problems, set } = useForm();
  const isSecret = values.secret_parameters.includes(row.name);
  const setText = (text: string): void =>
    set({ parameters: values.parameters.map(each => (each.id === row.id ? { ...each, text } : each)) });
  return (
    <div className="couture-FormGrid">
      <Toggle
        label={trans.__('The parameter %1 is secret', row.name)}
        isOn={isSecret}
        onChange={isOn => set(withSecretParameter(values, row, isOn))}
      />
      {isSecret && (
        <ReferenceField
          label={trans.__('Is filled with')}
          path="secret_parameters"
          text={row.text}
          isWrong={row.text !== '' && !isReference(row.text)}
          error={problems[rowPath(row)]}
          onChange={setText}
        />
      )}
    </div>
  );
}
