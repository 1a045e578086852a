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
      await openFile(app, couture, { path: (await client.schedules.get(dagId)).notebook });
    } else {
      await openFile(app, couture, { path: dag.relative_fileloc ?? dag.fileloc, line: dag.line });
    }
  }, trans);
}

export interface IFilePlace {
  path: string;
  /** Counts from 1. */
  line?: number | null;
}

/** Open a file of the workspace at a line. */
export async function openFile(app: JupyterFrontEnd, { files, trans }: ICouture, place: IFilePlace): Promise<void> {
  const { path, line = null } = place;
  await attempt(trans.__('%1 cannot be opened.', path), async () => {
    const widget = (await app.commands.execute('docmanager:open', { path: await files.toLab(path) })) as IDocumentWidget | undefined;
    if (!widget || line === null) {
      return;
    }
    await widget.context.ready;
    const { editor } = widget.content as { editor?: CodeEditor.IEditor };
    editor?.setCursorPosition({ line: line - 1, column: 0 });
    editor?.revealPosition({ line: line - 1, column: 0 });
  }, trans);
}
