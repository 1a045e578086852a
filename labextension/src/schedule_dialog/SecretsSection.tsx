/** What the notebook gets to know when it runs: environment variables and parameters that are written nowhere. */
import { addIcon, closeIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { useState } from 'react';
import { rowPath } from '../parameters/checks';
import type { IParameterRow } from '../parameters/values';
import { Field, useCouture } from '../ui';
import { useForm } from './context';
import { FoldSection } from './FoldSection';
import { ReferenceField } from './ReferenceField';
import { SecretNames } from './SecretNames';
import { SecretParameter } from './SecretParameter';
import { isReference, type ISecretRow, rowProblem, rowsOf, secretsOf } from './secrets';

export function SecretsSection(): ReactElement {
  const { trans } = useCouture();
  const { values, problems } = useForm();
  const lines = Object.keys(problems).filter(path => path.startsWith('secrets.'));
  const isSecret = (row: IParameterRow): boolean => values.secret_parameters.includes(row.name);
  const count = Object.keys(values.secrets).length + values.secret_parameters.length;
  return (
    <FoldSection
      title={trans.__('Secrets')}
      summary={count === 0 ? trans.__('None') : trans._n('%1 secret', '%1 secrets', count)}
      paths={['secrets', 'secret_parameters', ...lines, ...values.parameters.filter(isSecret).map(rowPath)]}
    >
      <p className="couture-muted">
        {trans.__(
          'Name a secret as variable:KEY, connection:ID or connection:ID.password. It is fetched when the notebook runs and shown as *** in its outputs and log. In the notebook, Variable.get and Connection.get of couture_jupyter fetch any other.'
        )}
      </p>
      <SecretNames>
        <>
          <div data-path="secrets" tabIndex={-1}>
            {problems.secrets && (
              <div className="couture-Field-error" role="alert">
                {problems.secrets}
              </div>
            )}
            <EnvironmentRows />
          </div>
          <div data-path="secret_parameters" tabIndex={-1}>
            {problems.secret_parameters && (
              <div className="couture-Field-error" role="alert">
                {problems.secret_parameters}
              </div>
            )}
            {values.parameters
              .filter(row => row.name !== '')
              .map(row => (
                <SecretParameter key={row.id} row={row} />
              ))}
          </div>
        </>
      </SecretNames>
    </FoldSection>
  );
}

function EnvironmentRows(): ReactElement {
  const { trans } = useCouture();
  const { values, set } = useForm();
  const [rows, setRows] = useState<ISecretRow[]>(() => rowsOf(values.secrets));
  const change = (changed: ISecretRow[]): void => {
    setRows(changed);
    set({ secrets: secretsOf(changed) });
  };
  return (
    <>
      {rows.map((row, index) => (
        <EnvironmentRow
          key={index}
          row={row}
          rows={rows}
          onChange={changed => change(rows.map(each => (each === row ? changed : each)))}
          onRemove={() => change(rows.filter(each => each !== row))}
        />
      ))}
      <div className="couture-Buttons">
        <button
          type="button"
          className="couture-Button"
          onClick={() => setRows([...rows, { name: '', reference: '' }])}
        >
          <addIcon.react tag="span" className="couture-Button-icon" />
          <span>{trans.__('Add an environment variable')}</span>
        </button>
      </div>
    </>
  );
}

interface IEnvironmentRowProps {
  row: ISecretRow;
  rows: readonly ISecretRow[];
  onChange: (row: ISecretRow) => void;
  onRemove: () => void;
}

function EnvironmentRow({ row, rows, onChange, onRemove }: IEnvironmentRowProps): ReactElement {
  const { trans } = useCouture();
  const { problems, touch } = useForm();
  const path = `secrets.${row.name.trim()}`;
  const problem = rowProblem(row, rows);
  const sentences = {
    name: trans.__('A name has letters, digits and _, and does not begin with a digit.'),
    twice: trans.__('There is another line with this name.')
  };
  const wrongName = problem === 'name' || problem === 'twice' ? sentences[problem] : undefined;
  return (
    <div className="couture-FormGrid">
      <Field label={trans.__('Environment variable')} path={path} error={wrongName ?? (isReference(row.reference) ? undefined : problems[path])}>
        {attributes => (
          <input
            {...attributes}
            className="couture-Input"
            value={row.name}
            spellCheck={false}
            placeholder={trans.__('DB_PASSWORD')}
            onChange={event => onChange({ ...row, name: event.target.value })}
            onBlur={() => touch(path)}
          />
        )}
      </Field>
      <ReferenceField
        label={trans.__('Is filled with')}
        path={path}
        text={row.reference}
        error={problems[path]}
        isWrong={problem === 'reference' && row.reference !== ''}
        onChange={reference => onChange({ ...row, reference })}
      />
      <div className="couture-Buttons">
        <button type="button" className="couture-Button couture-mod-minimal" onClick={onRemove}>
          <closeIcon.react tag="span" className="couture-Button-icon" />
          <span>{trans.__('Remove %1', row.name || trans.__('this line'))}</span>
        </button>
      </div>
    </div>
  );
}
