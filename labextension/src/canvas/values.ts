/** What a control holds, as a value for the file, and back. Every control holds text. */
import type { ICanvasArgument, IGivenValue, IOperatorArgument } from '../api';
import { parseDuration, writeDuration } from './durations';

export type Form = IOperatorArgument['form'];

export interface IDraft {
  readonly text: string;
  /** The text is Python. */
  readonly isExpression: boolean;
}

export const EMPTY: IDraft = { text: '', isExpression: false };

/** Why a text is no value of its kind. */
export type Problem = 'number' | 'duration' | 'json';

const KINDS: Readonly<Record<Form, readonly string[]>> = {
  string: ['string'],
  text: ['string'],
  choice: ['string'],
  number: ['number'],
  boolean: ['boolean'],
  duration: ['duration', 'number'],
  json: ['json'],
  function: ['name'],
  expression: []
};

/** What the control shows of an argument in the file. */
export function draftOf(form: Form, argument: ICanvasArgument | undefined): IDraft {
  if (!argument) {
    return { text: '', isExpression: form === 'expression' };
  }
  const { kind, code, value } = argument.value;
  if (!KINDS[form].includes(kind)) {
    return { text: code, isExpression: true };
  }
  return { text: shown(form, code, value), isExpression: false };
}

function shown(form: Form, code: string, value: unknown): string {
  switch (form) {
    case 'function':
      return code;
    case 'json':
      return JSON.stringify(value, null, 2);
    case 'duration':
      return writeDuration(Number(value));
    default:
      return String(value);
  }
}

/** The value for the file; null: nothing is given, the default counts. */
export function valueOf(form: Form, draft: IDraft): IGivenValue | null | Problem {
  const { text, isExpression } = draft;
  if (text.trim() === '' && (isExpression || form !== 'string')) {
    return null;
  }
  if (isExpression || form === 'expression') {
    return given('expression', text);
  }
  switch (form) {
    case 'string':
    case 'text':
    case 'choice':
      return text === '' ? null : { kind: 'string', code: '', value: text };
    case 'boolean':
      return { kind: 'boolean', code: '', value: text === 'true' };
    case 'number':
      return Number.isFinite(Number(text)) ? { kind: 'number', code: '', value: Number(text) } : 'number';
    case 'duration': {
      const value = parseDuration(text);
      return value === null ? 'duration' : { kind: 'duration', code: '', value };
    }
    case 'json':
      return jsonValue(text);
    case 'function':
      return given('name', text);
  }
}

function given(kind: IGivenValue['kind'], code: string): IGivenValue {
  return { kind, code, value: null };
}

function jsonValue(text: string): IGivenValue | Problem {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { kind: 'json', code: '', value } : 'json';
  } catch {
    return 'json';
  }
}

/** Whether a draft could not be turned into a value. */
export function isProblem(value: IGivenValue | null | Problem): value is Problem {
  return typeof value === 'string';
}
