/** Opens what a DAG was made from: the scheduled notebook or the DAG file, at its line. */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { CodeEditor } from '@jupyterlab/codeeditor';
import type { IDocumentWidget } from '@jupyterlab/docregistry';
import type { ICouture } from '../tokens';
import { attempt } from '../ui/dialogs';

export async function openSource(app: JupyterFrontEnd, dagId: string, couture: ICouture): Promise<void> {
  const { client, trans } = couture;
  await attempt(trans.__('The source of "%1" cannot be opened.', dagId), async () => {
    const dag = await client.dags.details(dagId);
    if (dag.kind === 'notebook_schedule') {
      await openFile(app, couture, (await client.schedules.get(dagId)).notebook, null);
    } else {
      await openFile(app, couture, dag.relative_fileloc ?? dag.fileloc, dag.line);
    }
  });
}

/** Open a file of the workspace; `line` counts from 1. */
export async function openFile(
  app: JupyterFrontEnd,
  { client, trans }: ICouture,
  path: string,
  line: number | null
): Promise<void> {
  await attempt(trans.__('%1 cannot be opened.', path), async () => {
    const { root_prefix: prefix, workspace } = await client.engine.workspace();
    const relative = path.startsWith(`${workspace}/`) ? path.slice(workspace.length + 1) : path;
    const full = [prefix, relative].filter(Boolean).join('/');
    const widget = (await app.commands.execute('docmanager:open', { path: full })) as IDocumentWidget | undefined;
    if (!widget || line === null) {
      return;
    }
    await widget.context.ready;
    const { editor } = widget.content as { editor?: CodeEditor.IEditor };
    editor?.setCursorPosition({ line: line - 1, column: 0 });
    editor?.revealPosition({ line: line - 1, column: 0 });
  });
}
