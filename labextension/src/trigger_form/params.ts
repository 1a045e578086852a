/** The params of a DAG as fields of a form: what input fits their JSON schema, and how their texts become values. */

export interface IParam {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** The heading below which it stands; none: the first ones. */
  readonly section: string;
  readonly schema: ISchema;
  readonly kind: Kind;
  /** Without a default: a value must be given. */
  readonly isRequired: boolean;
  readonly isNullable: boolean;
  readonly fallback: unknown;
}

/** What we read of a JSON schema; the server checks all of it. */
export interface ISchema {
  type?: string | readonly string[];
  enum?: readonly unknown[];
  const?: unknown;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  format?: string;
  title?: string;
  description?: string;
  description_md?: string;
  section?: string;
  examples?: readonly unknown[];
  values_display?: Readonly<Record<string, string>>;
  items?: ISchema;
}

export type Kind =
  | 'text'
  | 'multiline'
  | 'integer'
  | 'number'
  | 'boolean'
  | 'choice'
  | 'choices'
  | 'lines'
  | 'date'
  | 'time'
  | 'date-time'
  | 'constant'
  | 'json';

/** What a person has typed for a param. A choice holds its place in the schema's list. */
export interface IDraft {
  readonly text: string;
  readonly isNull: boolean;
}

/** The params of `dags/{dag_id}/details`, in their order. */
export function paramsOf(given: Readonly<Record<string, unknown>> | null): IParam[] {
  return Object.entries(given ?? {}).map(([name, each]) => paramOf(name, each));
}

function paramOf(name: string, given: unknown): IParam {
  const dumped = isDumped(given) ? given : { value: given, schema: {}, description: null };
  const schema = dumped.schema;
  return {
    name,
    title: schema.title ?? name,
    description: dumped.description ?? schema.description ?? schema.description_md ?? '',
    section: schema.section ?? '',
    schema,
    kind: kindOf(schema, dumped.value),
    isRequired: !('value' in dumped),
    isNullable: typesOf(schema).includes('null') || (schema.enum ?? []).includes(null),
    fallback: dumped.value ?? null
  };
}

interface IDumped {
  value?: unknown;
  schema: ISchema;
  description?: string | null;
}

function isDumped(given: unknown): given is IDumped {
  return typeof given === 'object' && given !== null && 'schema' in given && typeof given.schema === 'object';
}

function typesOf({ type }: ISchema): readonly string[] {
  return type === undefined ? [] : typeof type === 'string' ? [type] : type;
}

/** The input that fits; of what has no type, that of the default. */
function kindOf(schema: ISchema, value: unknown): Kind {
  if ('const' in schema) {
    return 'constant';
  }
  if (schema.enum) {
    return 'choice';
  }
  const types = typesOf(schema).filter(type => type !== 'null');
  const type = types.length === 1 ? types[0] : types.length === 0 ? typeOfValue(value) : 'mixed';
  switch (type) {
    case 'integer':
    case 'number':
    case 'boolean':
      return type;
    case 'string':
      return stringKind(schema.format, value);
    case 'array':
      return arrayKind(schema, value);
    default:
      return 'json';
  }
}

function typeOfValue(value: unknown): string {
  if (Array.isArray(value)) {
    return 'list';
  }
  // A number without a schema may be replaced by a fraction.
  return value === null || value === undefined ? 'string' : typeof value;
}

function stringKind(format: string | undefined, value: unknown): Kind {
  if (format === 'date' || format === 'time' || format === 'date-time' || format === 'multiline') {
    return format;
  }
  return typeof value === 'string' && value.includes('\n') ? 'multiline' : 'text';
}

function arrayKind({ items, examples }: ISchema, value: unknown): Kind {
  if (items?.enum ?? (examples && items?.type === undefined)) {
    return 'choices';
  }
  const isTexts = !Array.isArray(value) || value.every(each => typeof each === 'string' && !each.includes('\n'));
  return (items === undefined || items.type === 'string') && isTexts ? 'lines' : 'json';
}

/** The values that can be chosen, with what people see of them. */
export function choicesOf({ schema }: IParam): { value: unknown; label: string }[] {
  const values = schema.enum ?? schema.items?.enum ?? schema.examples ?? [];
  return values.map(value => {
    const text = value === null ? '–' : typeof value === 'string' ? value : JSON.stringify(value);
    return { value, label: schema.values_display?.[text] ?? text };
  });
}
