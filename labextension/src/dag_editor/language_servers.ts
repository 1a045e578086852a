/** Language servers for the DAG editor, as JupyterLab has them for its text editor. */
import { Notification } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import type { IDocumentWidget } from '@jupyterlab/docregistry';
import {
  type Document,
  type IAdapterOptions,
  VirtualDocument,
  WidgetLSPAdapter,
  type WidgetLSPAdapterTracker
} from '@jupyterlab/lsp';
import { PromiseDelegate, Token } from '@lumino/coreutils';
import { Signal } from '@lumino/signaling';
import type { ICouture } from '../tokens';
import { errorSentence } from '../ui';
import type { PageWidget } from '../ui/page_widget';
import type { DagEditorWidget } from './widget';

/** Gives open DAG files to JupyterLab's language servers. */
export interface ILanguageServers {
  /** Settled when the file was given to them, or is none that they can reach. */
  open(page: PageWidget<DagEditorWidget>): Promise<void>;
}

export const ILanguageServers = new Token<ILanguageServers>(
  'couture-jupyter:ILanguageServers',
  'Gives the files of the DAG editor to language servers; absent where JupyterLab has none.'
);

export class LanguageServers implements ILanguageServers {
  constructor(
    private readonly _couture: ICouture,
    private readonly _options: IAdapterOptions,
    private readonly _tracker: WidgetLSPAdapterTracker
  ) {}

  async open(page: PageWidget<DagEditorWidget>): Promise<void> {
    const { client, trans } = this._couture;
    try {
      const { root_prefix: root, dags_folder: folder } = await client.engine.workspace();
      // Language servers know files by their place below the folder that JupyterLab shows.
      if (root !== null && folder !== null) {
        await this._add(page, PathExt.join(root, folder, page.content.session.text.path));
      }
    } catch (reason) {
      Notification.warning(trans.__('Language servers do not have the DAG file: %1', errorSentence(reason, trans)), { autoClose: 5000 });
    }
  }

  private async _add(page: PageWidget<DagEditorWidget>, path: string): Promise<void> {
    const { session } = page.content;
    await session.whenLoaded;
    if (!page.isDisposed) {
      const context = new DagFileContext(path, session);
      this._tracker.add(new DagFileAdapter(Object.assign(page, { context }), this._options));
    }
  }
}

type Session = DagEditorWidget['session'];

/** As much of a document's context as language servers and their features ask for (@jupyterlab/lsp 4.6,
 * jupyterlab-lsp 5.3; 2026-11). The file itself, its drafts and conflicts stay with our own session. */
class DagFileContext {
  constructor(
    readonly path: string,
    private readonly _session: Session
  ) {
    this.model = { contentChanged: new Signal<object, void>(this) };
    _session.text.sourceChanged.connect(() => this.model.contentChanged.emit());
    _session.file.changed.connect(this._onFile, this);
    this._hash = _session.file.base.hash;
  }

  readonly model: { readonly contentChanged: Signal<object, void> };
  readonly saveState = new Signal<this, 'completed'>(this);
  readonly pathChanged = new Signal<this, string>(this);

  private _onFile(): void {
    const { hash } = this._session.file.base;
    if (hash !== this._hash) {
      this._hash = hash;
      this.saveState.emit('completed');
    }
  }

  private _hash: string | null;
}

/** jupyterlab-lsp asks its documents for their parts in other languages; a DAG file has none. */
class DagDocument extends VirtualDocument {
  getForeignDocuments(): [] {
    return [];
  }
}

/** One document with one editor; it ends with its page. */
class DagFileAdapter extends WidgetLSPAdapter {
  constructor(
    private readonly _page: PageWidget<DagEditorWidget> & { context: DagFileContext },
    options: IAdapterOptions
  ) {
    super(_page as unknown as IDocumentWidget, options);
    void this._begin();
  }

  readonly languageFileExtension = 'py';
  readonly mimeType = 'text/x-python';

  get documentPath(): string {
    return this._page.context.path;
  }

  get wrapperElement(): HTMLElement {
    return this._page.node;
  }

  get activeEditor(): Document.IEditor {
    return this._editor;
  }

  get editors(): Document.ICodeBlockOptions[] {
    return [{ ceEditor: this._editor, type: 'code', value: this._page.content.session.text.source() }];
  }

  get ready(): Promise<void> {
    return this._ready.promise;
  }

  getEditorIndexAt(): number {
    return 0;
  }

  getEditorIndex(): number {
    return 0;
  }

  getEditorWrapper(): HTMLElement {
    return this.wrapperElement;
  }

  protected createVirtualDocument(): VirtualDocument {
    return new DagDocument({
      language: this.language,
      foreignCodeExtractors: this.options.foreignCodeExtractorsManager,
      path: this.documentPath,
      fileExtension: this.languageFileExtension,
      standalone: true,
      hasLspSupportedFile: true
    });
  }

  private async _begin(): Promise<void> {
    await this.connectionManager.ready;
    if (!this.isDisposed) {
      this.initVirtual();
      await this.connectDocument(this.virtualDocument!, false);
      this._ready.resolve();
      this._editorAdded.emit({ editor: this._editor });
    }
  }

  /** The same object each time: features remember it. */
  private readonly _editor: Document.IEditor = {
    getEditor: () => this._page.content.session.text.editor,
    ready: () => Promise.resolve(this._page.content.session.text.editor),
    reveal: () => Promise.resolve(this._page.content.session.text.editor)
  };
  private readonly _ready = new PromiseDelegate<void>();
}
