/** The main-area widget of the DAG editor. */
import { type ISignal, Signal } from '@lumino/signaling';
import type { Message } from '@lumino/messaging';
import type { ReactElement } from 'react';
import type { ICouture, IDagEditorPanels } from '../tokens';
import { CoutureWidget } from '../ui';
import { EditorPage } from './EditorPage';
import { EDIT, type Mode, REVIEW } from './mode';
import type { EditorSession } from './session';

export class DagEditorWidget extends CoutureWidget {
  constructor(
    couture: ICouture,
    private readonly _panels: IDagEditorPanels,
    readonly session: EditorSession,
    private _panel: string | null
  ) {
    super(couture);
    this.addClass('couture-DagEditorPage');
    this.node.tabIndex = -1;
    const name = session.text.path.split('/').pop() ?? '';
    Object.assign(this.title, { label: name, caption: session.text.path, closable: true });
    session.changed.connect(this._onSession, this);
  }

  get mode(): Mode {
    return this._mode;
  }

  set mode(mode: Mode) {
    this._mode = mode;
    this.update();
    this._changed.emit();
  }

  /** The panel beside the text; null: none is shown. */
  get panel(): string | null {
    return this._panel;
  }

  set panel(panel: string | null) {
    this._panel = panel;
    this.update();
    this._changed.emit();
  }

  /** Emitted when the mode, the panel or the file's state is another one. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  override dispose(): void {
    if (!this.isDisposed) {
      super.dispose();
      this.session.dispose();
    }
  }

  review(): void {
    this.mode = REVIEW;
  }

  /** Save; what others did meanwhile was seen when it stands beside the text. */
  async save(): Promise<boolean> {
    const isSeen = this._mode.kind === 'review' && this._mode.version === null;
    const done = await this.session.save(isSeen);
    if (done) {
      this.mode = EDIT;
    } else if (this.session.file.theirs) {
      this.mode = REVIEW;
    }
    return done;
  }

  protected override onActivateRequest(message: Message): void {
    super.onActivateRequest(message);
    this._focus();
  }

  /** The focus goes to the text or to its review, whichever is shown. */
  private readonly _focus = (): void => {
    if (this._mode.kind === 'edit') {
      this.session.text.editor.focus();
    } else {
      (this.node.querySelector<HTMLElement>('.couture-DagReview') ?? this.node).focus();
    }
  };

  protected override body(): ReactElement {
    return (
      <EditorPage
        session={this.session}
        panels={this._panels}
        mode={this._mode}
        onMode={mode => (this.mode = mode)}
        panel={this._panel}
        onPanel={panel => (this.panel = panel)}
        focus={this._focus}
      />
    );
  }

  private _onSession(): void {
    const { isDirty } = this.session.file;
    this.title.className = isDirty ? 'jp-mod-dirty' : '';
    this._changed.emit();
  }

  private _mode: Mode = EDIT;
  private _changed = new Signal<this, void>(this);
}
