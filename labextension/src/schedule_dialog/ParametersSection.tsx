/** The notebook's parameters. */
import { refreshIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import type { INotebookInspection } from '../api';
import { ParameterFields } from '../parameters/ParameterFields';
import { useCouture } from '../ui';
import { Section, useForm } from './context';
import { plainSecrets } from './secrets';

export function ParametersSection(): ReactElement {
  const { trans } = useCouture();
  const { values, problems, set, touch } = useForm();
  return (
    <Section title={trans.__('Parameters')}>
      <div data-path="parameters" tabIndex={-1}>
        <ParametersNote />
        <PlainSecretsNote />
        {problems.parameters && (
          <div className="couture-Field-error" role="alert">
            {problems.parameters}
          </div>
        )}
      </div>
      <ParameterFields
        rows={values.parameters}
        problems={problems}
        onChange={parameters => set({ parameters })}
        onBlur={touch}
      />
    </Section>
  );
}

/** What is typed here is kept and shown: a password does not belong here. */
function PlainSecretsNote(): ReactElement | null {
  const { trans } = useCouture();
  const { values } = useForm();
  const names = plainSecrets(values);
  return names.length === 0 ? null : (
    <p className="couture-Banner couture-mod-warn" role="status">
      <span className="couture-Banner-text">
        {trans.__(
          'What you give here is kept in the schedule and shown with its runs. If it is a secret, say so under Secrets: %1',
          names.join(', ')
        )}
      </span>
    </p>
  );
}

function ParametersNote(): ReactElement | null {
  const { trans } = useCouture();
  const { model, values } = useForm();
  const { inspection, inspectionError } = model;
  if (inspectionError !== null) {
    return (
      <p className="couture-Banner couture-mod-warn" role="status">
        <span className="couture-Banner-text">
          {trans.__('The parameters could not be read from the notebook: %1', inspectionError)}
        </span>
        <button
          type="button"
          className="couture-Button couture-mod-minimal"
          onClick={() => void model.inspectAgain()}
        >
          <refreshIcon.react tag="span" className="couture-Button-icon" />
          <span>{trans.__('Try again')}</span>
        </button>
      </p>
    );
  }
  if (!inspection) {
    return <p className="couture-muted">{values.notebook ? '' : trans.__('Choose a notebook to see them.')}</p>;
  }
  return <p className="couture-muted">{noteText(inspection, trans)}</p>;
}

function noteText(
  inspection: Pick<INotebookInspection, 'kind' | 'has_parameters_cell' | 'parameters'>,
  trans: ReturnType<typeof useCouture>['trans']
): string {
  if (inspection.kind === 'script') {
    return trans.__(
      'The script gets each parameter as --name=value, and as the environment variable COUTURE_PARAM_NAME.'
    );
  }
  if (!inspection.has_parameters_cell) {
    return trans.__(
      'This notebook has no cell with the tag "parameters". Parameters that you add are set in a new cell at its top.'
    );
  }
  if (inspection.parameters.length === 0) {
    return trans.__('The parameters cell of this notebook sets no variables. You can add parameters of your own.');
  }
  return trans.__(
    'Unchanged parameters keep the value that the notebook gives them. Values that the parameters cell computes from a parameter are not recomputed: the new values are set after that cell.'
  );
}
