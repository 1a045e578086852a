/** All params of a DAG, below the headings of their sections. */
import type { ReactElement } from 'react';
import { useCouture } from '../ui';
import { draftOf, type Drafts } from './drafts';
import { ParamField } from './ParamField';
import type { IParam } from './params';

export interface IParamFieldsProps {
  params: readonly IParam[];
  drafts: Drafts;
  /** By the name of the param. */
  problems: Readonly<Record<string, string>>;
  /** Values of no param: they are kept, and said. */
  extra: Readonly<Record<string, unknown>>;
  onChange: (drafts: Drafts) => void;
}

export function ParamFields({ params, drafts, problems, extra, onChange }: IParamFieldsProps): ReactElement {
  const { trans } = useCouture();
  const sections = [...new Set(params.map(param => param.section))].sort((a, b) => Number(a !== '') - Number(b !== ''));
  const names = Object.keys(extra);
  return (
    <>
      {params.length === 0 && (
        <p className="couture-muted">
          {trans.__('This DAG has no params. What you write as JSON reaches its tasks as dag_run.conf.')}
        </p>
      )}
      {sections.map(section => (
        <Section key={section} name={section}>
          {params
            .filter(param => param.section === section)
            .map(param => (
              <ParamField
                key={param.name}
                param={param}
                draft={drafts[param.name] ?? draftOf(param, param.fallback)}
                problem={problems[param.name]}
                onChange={draft => onChange({ ...drafts, [param.name]: draft })}
              />
            ))}
        </Section>
      ))}
      {names.length > 0 && (
        <p className="couture-muted">{trans.__('Also given, as JSON: %1', names.join(', '))}</p>
      )}
    </>
  );
}

function Section({ name, children }: { name: string; children: ReactElement[] }): ReactElement {
  if (name === '') {
    return <>{children}</>;
  }
  return (
    <fieldset className="couture-TriggerForm-section">
      <legend>{name}</legend>
      {children}
    </fieldset>
  );
}
