/** The fields of a question's form: how each is typed, and what a person's text means. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IQuestion } from '../api';

export type FieldKind = 'choice' | 'truth' | 'number' | 'text' | 'json';

/** One field, read from the JSON schema of a parameter. */
export interface IQuestionField {
  name: string;
  kind: FieldKind;
  label: string;
  help: string;
  choices: readonly unknown[];
  isRequired: boolean;
  fallback: string;
}

interface IParam {
  value?: unknown;
  description?: string | null;
  schema?: { type?: string | string[]; enum?: unknown[]; title?: string };
}

export function fieldsOf(question: IQuestion): IQuestionField[] {
  return Object.entries(question.params as Record<string, IParam>).map(([name, param]) => ({
    name,
    kind: kindOf(param),
    label: param.schema?.title ?? name,
    help: param.description ?? '',
    choices: param.schema?.enum ?? [],
    isRequired: param.value === null || param.value === undefined,
    fallback: textOf(param.value, kindOf(param))
  }));
}

function kindOf({ schema = {}, value }: IParam): FieldKind {
  const type = Array.isArray(schema.type) ? schema.type.find(each => each !== 'null') : schema.type;
  if (schema.enum) {
    return 'choice';
  }
  if (type === 'boolean' || (type === undefined && typeof value === 'boolean')) {
    return 'truth';
  }
  if (type === 'integer' || type === 'number' || (type === undefined && typeof value === 'number')) {
    return 'number';
  }
  return type === 'string' || (type === undefined && (value === null || typeof value !== 'object')) ? 'text' : 'json';
}

/** A value as the field shows it; that of a choice is its place. */
function textOf(value: unknown, kind: FieldKind): string {
  if (value === null || value === undefined) {
    return '';
  }
  return kind === 'text' && typeof value === 'string' ? value : JSON.stringify(value);
}

/** What the texts mean. An empty text is left out: then the default holds. */
export function valuesOf(
  fields: readonly IQuestionField[],
  texts: Readonly<Record<string, string>>,
  trans: TranslationBundle
): { values: Record<string, unknown>; problems: Record<string, string> } {
  const values: Record<string, unknown> = {};
  const problems: Record<string, string> = {};
  for (const { name, kind, fallback } of fields) {
    const text = texts[name] ?? fallback;
    if (text === '' && kind !== 'text') {
      continue;
    }
    try {
      values[name] = kind === 'text' ? text : (JSON.parse(text) as unknown);
    } catch {
      problems[`params_input.${name}`] = kind === 'number' ? trans.__('This is no number.') : trans.__('This is not JSON.');
    }
  }
  return { values, problems };
}
