/** What the kernel runs in: packages from a file, and limits. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactElement } from 'react';
import { useState } from 'react';
import { Field, useCouture } from '../ui';
import { useForm } from './context';
import { FoldSection } from './FoldSection';
import type { IFormValues } from './form';

type Environment = IFormValues['environment'];

export function EnvironmentSection(): ReactElement {
  const { trans } = useCouture();
  const { values } = useForm();
  return (
    <FoldSection
      title={trans.__('Environment and limits')}
      summary={environmentSummary(values.environment, trans)}
      paths={['environment', 'environment.requirements', 'environment.memory_megabytes', 'environment.cpus']}
    >
      <div className="couture-FormGrid">
        <RequirementsField />
        <NumberField
          limit="memory_megabytes"
          label={trans.__('Memory, in megabytes')}
          hint={trans.__('A kernel that takes more is ended, and the run has failed. Empty: no limit.')}
        />
        <NumberField
          limit="cpus"
          label={trans.__('Processors')}
          hint={trans.__('How many the kernel may use. Empty: all.')}
        />
      </div>
    </FoldSection>
  );
}

function RequirementsField(): ReactElement {
  const { trans } = useCouture();
  const { values, problems, set, touch } = useForm();
  return (
    <Field
      label={trans.__('Requirements file')}
      path="environment.requirements"
      error={problems['environment.requirements'] ?? problems.environment}
      hint={trans.__(
        'A requirements.txt or pylock.toml of the workspace. Its packages are installed once, and again when it changes. Empty: the packages of the kernel.'
      )}
    >
      {attributes => (
        <input
          {...attributes}
          className="couture-Input"
          value={values.environment.requirements ?? ''}
          spellCheck={false}
          placeholder={trans.__('requirements.txt')}
          onChange={event =>
            set({ environment: { ...values.environment, requirements: event.target.value.trim() || null } })
          }
          onBlur={() => touch('environment.requirements')}
        />
      )}
    </Field>
  );
}

interface INumberFieldProps {
  limit: 'memory_megabytes' | 'cpus';
  label: string;
  hint: string;
}

function NumberField({ limit, label, hint }: INumberFieldProps): ReactElement {
  const { trans } = useCouture();
  const { values, problems, set, touch } = useForm();
  const value = values.environment[limit] ?? null;
  const [text, setText] = useState(value === null ? '' : String(value));
  const path = `environment.${limit}`;
  const isWrong = text.trim() !== '' && numberOf(text, limit) === null;
  return (
    <Field
      label={label}
      path={path}
      hint={hint}
      error={isWrong ? trans.__('Give a number above 0, or nothing.') : problems[path]}
    >
      {attributes => (
        <input
          {...attributes}
          className="couture-Input"
          inputMode="decimal"
          value={text}
          onChange={event => {
            setText(event.target.value);
            // The server refuses 0: what is no number must not be saved as "no limit".
            const number = event.target.value.trim() === '' ? null : (numberOf(event.target.value, limit) ?? 0);
            set({ environment: { ...values.environment, [limit]: number } });
          }}
          onBlur={() => touch(path)}
        />
      )}
    </Field>
  );
}

/** The number that was typed; null for nothing, and for what is no limit. */
export function numberOf(text: string, limit: 'memory_megabytes' | 'cpus'): number | null {
  const number = Number(text.trim().replace(',', '.'));
  const fits = limit === 'cpus' || Number.isInteger(number);
  return text.trim() !== '' && Number.isFinite(number) && number > 0 && fits ? number : null;
}

/** What differs from a plain kernel, in words. */
export function environmentSummary(environment: Environment, trans: TranslationBundle): string {
  const { requirements = null, memory_megabytes: memory = null, cpus = null } = environment;
  const parts = [
    requirements === null ? '' : requirements,
    memory === null ? '' : trans.__('%1 MB of memory', memory),
    cpus === null ? '' : trans._n('%1 processor', '%1 processors', cpus)
  ].filter(Boolean);
  return parts.join(', ') || trans.__('The packages of the kernel, no limits');
}
