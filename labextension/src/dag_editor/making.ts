/** Makes the widget of an editor: its code is only fetched when a file is opened. */
import type { IEditorServices } from '@jupyterlab/codeeditor';
import { pythonIcon } from '@jupyterlab/ui-components';
import type { ICouture, IDagEditorPanels } from '../tokens';
import { PageWidget } from '../ui/page_widget';
import { codeHints } from './hints';
import { OpenText } from './open_text';
import { EditorSession } from './session';
import { DagEditorWidget } from './widget';

export interface IEditorParts {
  couture: ICouture;
  services: IEditorServices;
  panels: IDagEditorPanels;
  path: string;
  panel: string | null;
  /** The settings of JupyterLab's text editor. */
  config: Record<string, unknown>;
}

export function makeEditor({ couture, services, panels, path, panel, config }: IEditorParts): PageWidget<DagEditorWidget> {
  const { trans, client } = couture;
  const hints = codeHints({ path, api: client.dagFiles, trans });
  const text = new OpenText(path, services, config, trans.__('Text of %1', path), [hints]);
  const session = new EditorSession(couture, text);
  const widget = new PageWidget(new DagEditorWidget(couture, panels, session, panel));
  widget.id = `couture-dag-editor:${path}`; // as the layout names it
  widget.title.icon = pythonIcon;
  return widget;
}
