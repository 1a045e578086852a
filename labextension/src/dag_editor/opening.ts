/** Opens a DAG file in the editor, or brings the editor that has it to the front. */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { WidgetTracker } from '@jupyterlab/apputils';
import type { IEditorServices } from '@jupyterlab/codeeditor';
import type { ICompletionProviderManager } from '@jupyterlab/completer';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { PageConfig } from '@jupyterlab/coreutils';
import type { ICouture, IDagEditorPanels } from '../tokens';
import type { PageWidget } from '../ui/page_widget';
import { codePlace } from './code_place';
import type { ILanguageServers } from './language_servers';
import type { EditorSession } from './session';
import type { DagEditorWidget } from './widget';

/** The settings of JupyterLab's text editor are those of ours, too. */
const TEXT_EDITOR = '@jupyterlab/fileeditor-extension:plugin';

export interface IOpenerParts {
  app: JupyterFrontEnd;
  couture: ICouture;
  services: IEditorServices;
  panels: IDagEditorPanels;
  tracker: WidgetTracker<PageWidget<DagEditorWidget>>;
  settings: ISettingRegistry | null;
  completion: ICompletionProviderManager | null;
  servers: ILanguageServers | null;
}

export class EditorOpener {
  constructor(private readonly _parts: IOpenerParts) {}

  /** The editor of the file, in front; at a line if one is given. */
  async open(path: string, line: number | null, panel: string | null): Promise<DagEditorWidget> {
    const { app, tracker } = this._parts;
    let widget = tracker.find(each => each.content.session.text.path === path);
    if (!widget) {
      widget = await this._make(path, panel);
    }
    app.shell.activateById(widget.id);
    await widget.content.session.whenLoaded;
    if (line !== null) {
      widget.content.session.text.showLine(line);
    }
    return widget.content;
  }

  private async _make(path: string, panel: string | null): Promise<PageWidget<DagEditorWidget>> {
    const { app, couture, services, panels, tracker } = this._parts;
    const [settings, { makeEditor }] = await Promise.all([this._settings(), import('./making')]);
    const widget = makeEditor({ couture, services, panels, path, panel, config: configOf(settings) });
    widget.content.changed.connect(() => void tracker.save(widget));
    await tracker.add(widget);
    app.shell.add(widget, 'main', { type: 'DAG editor' });
    const { session } = widget.content;
    void session.load();
    if (settings) {
      this._follow(widget, settings);
    }
    this._complete(widget);
    void this._parts.servers?.open(widget);
    this._warm(session);
    return widget;
  }

  private _complete(widget: PageWidget<DagEditorWidget>): void {
    const { completion } = this._parts;
    if (completion) {
      const { editor } = widget.content.session.text;
      const update = (): void => void completion.updateCompleter({ editor, widget });
      update();
      completion.activeProvidersChanged.connect(update);
      widget.disposed.connect(() => completion.activeProvidersChanged.disconnect(update));
    }
  }

  /** The server reads the libraries before somebody waits for it. */
  private _warm({ text, whenLoaded }: EditorSession): void {
    const ask = async (): Promise<void> => {
      await whenLoaded;
      const source = text.source();
      await this._parts.couture.client.dagFiles.complete(codePlace(text.path, source, source.length));
    };
    void ask().catch(() => undefined); // whoever asks for a completion is told
  }

  /** The settings of JupyterLab's text editor; null where that is switched off. */
  private async _settings(): Promise<ISettingRegistry.ISettings | null> {
    const { settings } = this._parts;
    return settings && !PageConfig.Extension.isDisabled(TEXT_EDITOR) ? settings.load(TEXT_EDITOR) : null;
  }

  /** Whoever changes a setting sees it in the editors that are open. */
  private _follow(widget: PageWidget<DagEditorWidget>, settings: ISettingRegistry.ISettings): void {
    const update = (): void => widget.content.session.text.configure(configOf(settings));
    settings.changed.connect(update);
    widget.disposed.connect(() => settings.changed.disconnect(update));
  }
}

function configOf(settings: ISettingRegistry.ISettings | null): Record<string, unknown> {
  return (settings?.get('editorConfig').composite ?? {}) as Record<string, unknown>;
}
