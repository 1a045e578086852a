/** Secrets of a schedule: what they are called for the notebook, and what they are called in the store. Never values. */
import type { IParameterRow } from '../parameters/values';
import type { IFormValues } from './form';

/** A line of the table: an environment variable of the kernel and what it is filled with. */
export interface ISecretRow {
  name: string;
  reference: string;
}

const REFERENCE = /^(variable:\s*\S|connection:\s*\S)/;
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Whether the text names a secret, rather than being one. */
export function isReference(text: string): boolean {
  return REFERENCE.test(text.trim());
}

const TELLING = /passw|passphrase|secret|token|api_?key|access_key|private_key|authorization/i;

/** Parameters with a value of their own whose name tells of a secret. */
export function plainSecrets(values: Pick<IFormValues, 'parameters' | 'secret_parameters'>): string[] {
  return values.parameters
    .filter(row => TELLING.test(row.name) && !values.secret_parameters.includes(row.name))
    .filter(row => row.type === 'str' && row.text !== '' && row.text !== row.fallback)
    .map(row => row.name);
}

/** The lines for the form's document. */
export function rowsOf(secrets: IFormValues['secrets']): ISecretRow[] {
  return Object.entries(secrets).map(([name, reference]) => ({ name, reference }));
}

/** The form's document; a line in which nothing was typed is left out. */
export function secretsOf(rows: readonly ISecretRow[]): IFormValues['secrets'] {
  const said = rows.filter(row => row.name.trim() !== '' || row.reference.trim() !== '');
  return Object.fromEntries(said.map(row => [row.name.trim(), row.reference.trim()]));
}

/** What is wrong with a line as far as the browser can tell; null when nothing is. */
export function rowProblem(row: ISecretRow, rows: readonly ISecretRow[]): 'name' | 'twice' | 'reference' | null {
  if (row.name.trim() === '' && row.reference.trim() === '') {
    return null;
  }
  if (!NAME.test(row.name.trim())) {
    return 'name';
  }
  if (rows.some(each => each !== row && each.name.trim() === row.name.trim())) {
    return 'twice';
  }
  return isReference(row.reference) ? null : 'reference';
}

/** The form's values when a parameter becomes secret, or is no longer. What was typed before is forgotten. */
export function withSecretParameter(
  values: IFormValues,
  row: IParameterRow,
  isSecret: boolean
): Pick<IFormValues, 'parameters' | 'secret_parameters'> {
  const others = values.secret_parameters.filter(name => name !== row.name);
  const plain = { ...row, type: row.fallbackType, text: row.fallback ?? '' };
  const secret = { ...row, type: 'str' as const, text: isReference(row.text) ? row.text : '' };
  return {
    secret_parameters: isSecret ? [...others, row.name] : others,
    parameters: values.parameters.map(each => (each.id === row.id ? (isSecret ? secret : plain) : each))
  };
}
