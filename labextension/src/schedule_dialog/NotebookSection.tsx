/** Which notebook, and what the schedule is called. */
import { folderIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { attempt, Field, useCouture } from '../ui';
import { Section, useForm } from './context';
import { TextField } from './inputs';
import { dagIdFor } from './output_path';

export function NotebookSection(): ReactElement {
  const { trans } = useCouture();
  const { model, values } = useForm();
  const dagId = model.editedDagId ?? dagIdFor(values.name);
  return (
    <Section title={trans.__('Notebook')}>
      <div className="couture-FormGrid">
        <NotebookField />
        <TextField
          name="name"
          path="name"
          label={trans.__('Name')}
          isRequired
          hint={dagId !== '' && trans.__('The DAG is called "%1".', dagId)}
        />
      </div>
    </Section>
  );
}

function NotebookField(): ReactElement {
  const { trans } = useCouture();
  const { model, environment, values, problems, set, touch } = useForm();
  const choose = async (): Promise<void> => {
    const path = await environment.browse(values.notebook);
    if (path !== null) {
      await model.setNotebook(path);
      await model.touch('notebook');
    }
  };
  return (
    <Field label={trans.__('Notebook')} path="notebook" error={problems.notebook} hint={<NotebookFacts />} isRequired>
      {attributes => (
        <div className="couture-InputRow">
          <input
            {...attributes}
            className="couture-Input"
            value={values.notebook}
            spellCheck={false}
            placeholder={trans.__('folder/notebook.ipynb')}
            onChange={event => set({ notebook: event.target.value })}
            onBlur={() => {
              void model.setNotebook(values.notebook.trim());
              touch('notebook');
            }}
          />
          <button type="button" className="couture-Button" onClick={() => void attempt(trans.__('The notebook was not chosen.'), choose, trans)}>
            <folderIcon.react tag="span" className="couture-Button-icon" />
            <span>{trans.__('Browse…')}</span>
          </button>
        </div>
      )}
    </Field>
  );
}

function NotebookFacts(): ReactElement | null {
  const { trans } = useCouture();
  const { model, environment, values } = useForm();
  const { inspection } = model;
  if (!inspection) {
    return null;
  }
  const cells = trans._n('%1 code cell.', '%1 code cells.', inspection.code_cells);
  const facts = {
    script: trans.__('A script: it runs as a process of its own, and what it prints is its log.'),
    text_notebook: `${trans.__('A notebook written as text: it runs in a kernel, and leaves a notebook.')} ${cells}`,
    notebook: cells
  }[inspection.kind];
  return (
    <>
      {facts}{' '}
      <button type="button" className="couture-Link" onClick={() => environment.openNotebook(values.notebook)}>
        {inspection.kind === 'notebook' ? trans.__('Open the notebook') : trans.__('Open the file')}
      </button>
    </>
  );
}
