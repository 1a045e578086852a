/** The DAG editor: opened for one file each, restored after a reload; the registries of its panels and of open editors. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ILayoutRestorer } from '@jupyterlab/application';
import { ICommandPalette, WidgetTracker } from '@jupyterlab/apputils';
import { IEditorServices } from '@jupyterlab/codeeditor';
import { ICompletionProviderManager } from '@jupyterlab/completer';
import { IFileBrowserFactory } from '@jupyterlab/filebrowser';
import {
  ILSPCodeExtractorsManager,
  ILSPDocumentConnectionManager,
  ILSPFeatureManager,
  IWidgetLSPAdapterTracker,
  type WidgetLSPAdapterTracker
} from '@jupyterlab/lsp';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ICouture, IDagEditorPanels, IDagEditors } from '../tokens';
import { CommandIDs } from '../commands';
import { lazily } from '../ui';
import { BrowsedDagFile } from '../ui/browsed_dag_file';
import type { PageWidget } from '../ui/page_widget';
import { addCommands } from './commands';
import { DagCompletions } from './completing';
import { addVersionCommands } from './version_commands';
import { ILanguageServers, LanguageServers } from './language_servers';
import { EditorOpener } from './opening';
import { DagEditorPanels, DagEditors } from './registries';
import type { DagEditorWidget } from './widget';

export const dagEditorPanelsPlugin: JupyterFrontEndPlugin<IDagEditorPanels> = {
  id: 'couture-jupyter:dag-editor-panels',
  description: 'The panels of the DAG editor; the live graph is the first.',
  autoStart: true,
  requires: [ICouture],
  provides: IDagEditorPanels,
  activate: (_: JupyterFrontEnd, couture: ICouture): IDagEditorPanels => {
    const { trans } = couture;
    const panels = new DagEditorPanels();
    panels.add({ id: 'graph', label: trans.__('Graph'), rank: 10, component: lazily(async () => (await import('./GraphPanel')).GraphPanel) });
    panels.add({ id: 'history', label: trans.__('History'), rank: 60, component: lazily(async () => (await import('./HistoryPanel')).HistoryPanel) });
    return panels;
  }
};

export const dagLanguageServersPlugin: JupyterFrontEndPlugin<ILanguageServers | null> = {
  id: 'couture-jupyter:dag-editor-language-servers',
  description: 'The DAG editor and language servers, where JupyterLab has them.',
  autoStart: true,
  requires: [ICouture],
  optional: [ILSPDocumentConnectionManager, ILSPFeatureManager, ILSPCodeExtractorsManager, IWidgetLSPAdapterTracker],
  provides: ILanguageServers,
  activate: (
    _: JupyterFrontEnd,
    couture: ICouture,
    connectionManager: ILSPDocumentConnectionManager | null,
    featureManager: ILSPFeatureManager | null,
    foreignCodeExtractorsManager: ILSPCodeExtractorsManager | null,
    tracker: IWidgetLSPAdapterTracker | null
  ): ILanguageServers | null =>
    connectionManager && featureManager && foreignCodeExtractorsManager && tracker
      ? new LanguageServers(couture, { connectionManager, featureManager, foreignCodeExtractorsManager }, tracker as WidgetLSPAdapterTracker)
      : null
};

export const dagEditorPlugin: JupyterFrontEndPlugin<IDagEditors> = {
  id: 'couture-jupyter:dag-editor',
  description: 'An editor for DAG files: problems at their lines, the live graph, review before saving.',
  autoStart: true,
  requires: [ICouture, IEditorServices, IDagEditorPanels],
  optional: [ILayoutRestorer, ICommandPalette, ISettingRegistry, ICompletionProviderManager, IFileBrowserFactory, ILanguageServers],
  provides: IDagEditors,
  activate: (
    app: JupyterFrontEnd,
    couture: ICouture,
    services: IEditorServices,
    panels: IDagEditorPanels,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    settings: ISettingRegistry | null,
    completion: ICompletionProviderManager | null,
    browsers: IFileBrowserFactory | null,
    servers: ILanguageServers | null
  ): IDagEditors => {
    const tracker = new WidgetTracker<PageWidget<DagEditorWidget>>({ namespace: 'couture-dag-editor' });
    const editors = new DagEditors();
    tracker.currentChanged.connect((_, widget) => {
      editors.current = widget?.content.session.text ?? null;
    });
    completion?.registerProvider(
      new DagCompletions(couture, editor => tracker.find(each => each.content.session.text.editor === editor)?.content.session.text.path ?? null)
    );
    const opener = new EditorOpener({ app, couture, services, panels, tracker, settings, completion, servers });
    addVersionCommands(couture, opener);
    addCommands(app, couture, opener, tracker, palette, completion, new BrowsedDagFile(couture, browsers));
    if (restorer) {
      void restorer.restore(tracker, {
        command: CommandIDs.editDagFile,
        args: ({ content }) => ({ path: content.session.text.path, panel: content.panel }),
        name: ({ content }) => content.session.text.path
      });
    }
    return editors;
  }
};
