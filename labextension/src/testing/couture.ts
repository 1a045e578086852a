/** What features need, for tests of components: real commands and translations, a server that answers from a table. */
import { ServerConnection } from '@jupyterlab/services';
import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { createClient } from '../api';
import { WorkspaceFiles } from '../state/workspace_files';
import type { ICouture } from '../tokens';
import { RecordedChanges } from './recorded_changes';

/** Somebody who may see all, may edit one DAG and nothing else. */
export function viewerWho(mayEdit: string): Record<string, unknown> {
  const ofDag = ['dags:read', 'runs:read', 'runs:edit', 'runs:trigger'];
  const person = { username: 'vera', roles: ['Viewer'], permissions: ['dags:read', 'runs:read'], dags: { [mayEdit]: 'edit' } };
  return { 'GET users/me': { ...person, dag_permissions: { read: ['dags:read', 'runs:read'], edit: ofDag } } };
}

/** `answers` maps "GET dags" and the like to the JSON of the answer, or to a promise of it; what is missing is a 404. */
export function testCouture(
  answers: Record<string, unknown> = {}
): ICouture & { changes: RecordedChanges; asked: string[] } {
  const asked: string[] = [];
  const settings = ServerConnection.makeSettings({
    baseUrl: 'http://127.0.0.1:1/',
    token: '',
    fetch: async (info, init) => {
      const request = new Request(info, init);
      const path = new URL(request.url).pathname.replace('/couture/api/v2/', '');
      asked.push(`${request.method} ${path}`);
      const answer = await answers[`${request.method} ${path}`];
      return answer === undefined
        ? Response.json({ detail: 'There is no such thing.' }, { status: 404 })
        : Response.json(answer);
    }
  });
  const client = createClient(settings);
  const changes = new RecordedChanges();
  const trans = nullTranslator.load('couture_jupyter');
  return { client, changes, files: new WorkspaceFiles(client, changes, trans), commands: new CommandRegistry(), trans, asked };
}
