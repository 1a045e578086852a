/** The canvas: a panel of the DAG editor that shows the file from another side. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IFileBrowserFactory } from '@jupyterlab/filebrowser';
import { IBrickForms, ICouture, IDagEditorPanels, IDagEditors } from '../tokens';
import { lazily } from '../ui';
import { BrowsedDagFile } from '../ui/browsed_dag_file';
import { addCommands } from './commands';
import { addToOpenWith } from './open_with';
import { CanvasSessions } from './session';

export const canvasPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:canvas',
  description: 'A DAG file as a drawing that can be edited.',
  autoStart: true,
  requires: [ICouture, IDagEditorPanels, IDagEditors],
  optional: [ICommandPalette, IFileBrowserFactory, IBrickForms],
  activate: (
    app: JupyterFrontEnd,
    couture: ICouture,
    panels: IDagEditorPanels,
    editors: IDagEditors,
    palette: ICommandPalette | null,
    browsers: IFileBrowserFactory | null,
    brickForms: IBrickForms | null
  ): void => {
    const { client, trans } = couture;
    const sessions = new CanvasSessions(client.canvas);
    panels.add({
      id: 'canvas',
      label: trans.__('Canvas'),
      rank: 20,
      component: lazily(async () => {
        const { CanvasPanel } = await import('./CanvasPanel');
        return ({ editor }) => <CanvasPanel editor={editor} sessions={sessions} brickForms={brickForms} />;
      })
    });
    const browsed = new BrowsedDagFile(couture, browsers);
    addCommands(couture, sessions, editors, palette, browsed);
    addToOpenWith(app, browsed);
  }
};
