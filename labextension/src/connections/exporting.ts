/** Connections as a file: that of Airflow's command line, with `***` in place of secrets. */
import type { IConnection } from '../api';

/** By their ids; several with one id stand in a list. */
export function exportText(connections: readonly IConnection[]): string {
  const found = new Map<string, object[]>();
  for (const connection of connections) {
    const { connection_id: id, conn_type, description, host, login, schema, port, password, extra } = connection;
    const fields = { conn_type, description, host, login, schema, port, password, extra };
    found.set(id, [...(found.get(id) ?? []), fields]);
  }
  const document = [...found].map(([id, all]) => [id, all.length === 1 ? all[0] : all]);
  return `${JSON.stringify(Object.fromEntries(document), null, 2)}\n`;
}
