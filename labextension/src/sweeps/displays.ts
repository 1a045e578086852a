/** Recorded pictures and tables: the values that `couture_jupyter.record` makes of plots, images and data frames. */

export interface IPicture {
  kind: 'image';
  text: string;
  /** The picture itself, if it came along. */
  source: string | null;
}

export interface ITable {
  kind: 'table';
  text: string;
  columns: readonly string[];
  rows: readonly (readonly unknown[])[];
}

/** Nothing else is shown as a picture: these cannot hold scripts. */
const MEDIA_TYPES = ['image/png', 'image/jpeg'];

/** The picture or the table in a value; null for any other value, whoever wrote it. */
export function displayIn(value: unknown): IPicture | ITable | null {
  if (typeof value !== 'object' || value === null || !('couture_display' in value)) {
    return null;
  }
  const { couture_display: kind, media_type: mediaType, data, text, columns, rows } = value as Record<string, unknown>;
  const told = typeof text === 'string' ? text : String(kind);
  if (kind === 'image' && MEDIA_TYPES.includes(String(mediaType))) {
    const source = typeof data === 'string' ? `data:${String(mediaType)};base64,${data}` : null;
    return { kind, text: told, source };
  }
  const isTable = kind === 'table' && Array.isArray(columns) && Array.isArray(rows) && rows.every(Array.isArray);
  return isTable ? { kind, text: told, columns: columns.map(String), rows: rows as unknown[][] } : null;
}
