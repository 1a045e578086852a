/** Where the executed notebook goes, which kernel runs it, and what people find the schedule by. */
import type { ReactElement } from 'react';
import { useEffect, useState } from 'react';
import { Field, useCouture } from '../ui';
import { Section, useForm } from './context';
import { ExportsField } from './ExportsField';
import { AreaField, ChoiceField, TextField } from './inputs';
import { PLACEHOLDERS, renderExample } from './output_path';

export function OutputSection(): ReactElement {
  const { trans } = useCouture();
  const isScript = useForm().model.inspection?.kind === 'script';
  return (
    <Section title={isScript ? trans.__('About it') : trans.__('Kernel and output')}>
      <div className="couture-FormGrid">
        {!isScript && <OutputPathField />}
        {!isScript && <KernelField />}
        <TextField
          name="tags"
          path="tags"
          label={trans.__('Tags')}
          hint={trans.__('Separated by commas.')}
          placeholder={trans.__('reports, daily')}
        />
        {!isScript && <ExportsField />}
      </div>
      <AreaField name="description" path="description" label={trans.__('Description')} />
    </Section>
  );
}

function OutputPathField(): ReactElement {
  const { trans } = useCouture();
  const { values, problems, set, touch } = useForm();
  const example = renderExample(values.outputPath, { ...values, now: new Date() });
  const insert = (name: string): void => {
    const [stem, ending] = /^(.*?)(\.ipynb)?$/.exec(values.outputPath)?.slice(1) ?? [values.outputPath, ''];
    set({ outputPath: `${stem}{${name}}${ending ?? ''}` });
  };
  return (
    <Field
      label={trans.__('Output path')}
      path="output_path"
      error={problems.output_path}
      hint={
        <>
          {values.outputPath.trim() === ''
            ? trans.__("The executed notebook is kept with the run's files only.")
            : trans.__('For example: %1', example.path)}
          <span className="couture-Placeholders">
            {PLACEHOLDERS.map(name => (
              <button
                key={name}
                type="button"
                className="couture-Placeholder"
                title={trans.__('Add {%1} to the output path', name)}
                onClick={() => insert(name)}
              >{`{${name}}`}</button>
            ))}
          </span>
        </>
      }
    >
      {attributes => (
        <input
          {...attributes}
          className="couture-Input"
          value={values.outputPath}
          spellCheck={false}
          onChange={event => set({ outputPath: event.target.value })}
          onBlur={() => touch('output_path')}
        />
      )}
    </Field>
  );
}

function KernelField(): ReactElement {
  const { trans } = useCouture();
  const { environment, model, values } = useForm();
  const [kernels, setKernels] = useState<{ name: string; label: string }[]>([]);
  useEffect(() => {
    let isCurrent = true;
    void environment.kernels().then(found => isCurrent && setKernels(found));
    return () => {
      isCurrent = false;
    };
  }, [environment]);
  const own = model.inspection?.kernel_name;
  const ownLabel = kernels.find(kernel => kernel.name === own)?.label ?? own;
  const isUnknown = values.kernelName !== '' && !kernels.some(kernel => kernel.name === values.kernelName);
  return (
    <ChoiceField
      name="kernelName"
      path="kernel_name"
      label={trans.__('Kernel')}
      options={[
        { value: '', label: ownLabel ? trans.__("The notebook's own (%1)", ownLabel) : trans.__("The notebook's own") },
        ...kernels.map(kernel => ({ value: kernel.name, label: kernel.label })),
        ...(isUnknown ? [{ value: values.kernelName, label: values.kernelName }] : [])
      ]}
    />
  );
}
