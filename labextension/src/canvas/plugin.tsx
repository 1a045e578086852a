/** The canvas: a panel of the DAG editor that shows the file from another side. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import type { ReactElement } from 'react';
import { ICouture, IDagEditorPanels, IDagEditors, type IDagEditor } from '../tokens';
import { CanvasPanel } from './CanvasPanel';
import { addCommands } from './commands';
import { CanvasSessions } from './session';

export const canvasPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:canvas',
  description: 'A DAG file as a drawing that can be edited.',
  autoStart: true,
  requires: [ICouture, IDagEditorPanels, IDagEditors],
  optional: [ICommandPalette],
  activate: (
    _app: JupyterFrontEnd,
    couture: ICouture,
    panels: IDagEditorPanels,
    editors: IDagEditors,
    palette: ICommandPalette | null
  ): void => {
    const { client, trans } = couture;
    const sessions = new CanvasSessions(client.canvas);
    const component = ({ editor }: { editor: IDagEditor }): ReactElement => <CanvasPanel editor={editor} sessions={sessions} />;
    panels.add({ id: 'canvas', label: trans.__('Canvas'), rank: 20, component });
    addCommands(couture, sessions, editors, palette);
  }
};
