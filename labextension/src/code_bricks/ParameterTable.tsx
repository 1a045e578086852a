/** The placeholders of a brick that is being written: a row each. */
import { addIcon, deleteIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import type { IBrickContent, IBrickParameter } from '../api';
import { ActionButton, useCouture } from '../ui';
import type { IBrickFieldsProps } from './AboutFields';
import { freeName, placeholdersOf } from './editing';
import { ParameterRow } from './ParameterRow';

export function ParameterTable({ content, problems, onChange }: IBrickFieldsProps): ReactElement {
  const { trans } = useCouture();
  const parameters = (content.parameters ?? []) as IBrickParameter[];
  const known = new Set(parameters.map(each => each.name));
  const unknown = placeholdersOf(content.body).filter(name => !known.has(name));
  const set = (changed: readonly IBrickParameter[], more: Partial<IBrickContent> = {}): void =>
    onChange({ ...more, parameters: [...changed] });
  const add = (name: string): void => set([...parameters, emptyParameter(name)]);
  return (
    <section className="couture-BrickEditor-parameters" aria-label={trans.__('Placeholders')}>
      <h2>{trans.__('Placeholders')}</h2>
      {parameters.length === 0 && (
        <p className="couture-muted">
          {trans.__('None yet: without any, the snippet is always inserted as it stands.')}
        </p>
      )}
      {parameters.map((parameter, index) => (
        <div key={index} className="couture-ParameterRow" role="group" aria-label={parameter.name}>
          <ParameterRow
            parameter={parameter}
            problems={problemsOf(problems, index)}
            onChange={changed =>
              set(
                parameters.map((each, number) => (number === index ? changed : each)),
                renamed(content, parameter.name, changed.name)
              )
            }
          />
          <ActionButton
            variant="minimal"
            iconOnly
            icon={deleteIcon}
            label={trans.__('Remove %1', parameter.name)}
            onClick={() => set(parameters.filter((_, number) => number !== index))}
          />
        </div>
      ))}
      <div className="couture-Buttons">
        <ActionButton icon={addIcon} label={trans.__('Add a placeholder')} onClick={() => add(freeName(content))} />
        {unknown.map(name => (
          <ActionButton
            key={name}
            icon={addIcon}
            label={trans.__('Make ${%1} one', name)}
            title={trans.__('It stands in the snippet, and is text so far')}
            onClick={() => add(name)}
          />
        ))}
      </div>
    </section>
  );
}

function emptyParameter(name: string): IBrickParameter {
  return { name, type: 'text', title: '', description: '', default: null, choices: [], required: true };
}

/** Where a placeholder gets another name, so does what stands in the snippet and the imports. */
function renamed(content: IBrickContent, before: string, after: string): Partial<IBrickContent> {
  if (before === after || after === '') {
    return {};
  }
  const replace = (text: string): string => text.replaceAll(`\${${before}}`, `\${${after}}`);
  return { body: replace(content.body), imports: (content.imports ?? []).map(replace) };
}

function problemsOf(problems: Readonly<Record<string, string>>, index: number): Record<string, string> {
  const prefix = `parameters.${index}.`;
  const own = Object.entries(problems).filter(([path]) => path.startsWith(prefix));
  return Object.fromEntries(own.map(([path, told]) => [path.slice(prefix.length), told]));
}
