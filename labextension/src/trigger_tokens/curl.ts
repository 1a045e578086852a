/** The command line that runs a DAG from outside. */

export function curlLine(address: string, token: string): string {
  const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
  return [
    `curl -X POST ${quoted(address)}`,
    `-H ${quoted(`Authorization: Bearer ${token}`)}`,
    `-H 'Content-Type: application/json'`,
    `-d '{"parameters": {}}'`
  ].join(' \\\n  ');
}
