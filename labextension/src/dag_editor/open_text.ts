/** The text of an open DAG file: JupyterLab's own editor, and what other features may do with it. */
import type { Extension } from '@codemirror/state';
import { EditorView, type KeyBinding, keymap } from '@codemirror/view';
import { CodeEditor, type IEditorServices } from '@jupyterlab/codeeditor';
import type { CodeMirrorEditor } from '@jupyterlab/codemirror';
import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import type { IDagEditor, IDagEditorCheck } from '../tokens';
import { spanBetween } from './difference';
import { problemMarks, showProblems } from './problem_marks';

/** As far as the model of an editor has it: steps of undo that belong together. */
interface ISteps {
  undoManager?: { stopCapturing(): void; clear(): void } | null;
}

export const NOTHING_CHECKED: IDagEditorCheck = { problems: [], dags: null, isStale: false };

/** What a DAG file has besides the settings of JupyterLab's text editor, which go before. */
const OURS = { lineNumbers: true, searchWithCM: true, codeFolding: true, highlightActiveLine: true };

/** JupyterLab's own shortcuts only reach the editors that its Edit menu knows. */
function undoKeys(editor: CodeMirrorEditor): KeyBinding[] {
  const steps = (step: () => void) => (): boolean => {
    step();
    return true;
  };
  const [undo, redo] = [steps(() => editor.undo()), steps(() => editor.redo())];
  return [
    { key: 'Mod-z', run: undo, preventDefault: true },
    { key: 'Mod-y', mac: 'Mod-Shift-z', run: redo, preventDefault: true },
    { key: 'Mod-Shift-z', run: redo, preventDefault: true }
  ];
}

export class OpenText implements IDagEditor, IDisposable {
  constructor(
    readonly path: string,
    services: IEditorServices,
    config: Record<string, unknown>,
    label: string,
    extensions: readonly Extension[] = []
  ) {
    this.node.className = 'couture-DagEditor-text';
    this._model = new CodeEditor.Model({ mimeType: 'text/x-python' });
    this.editor = services.factoryService.newDocumentEditor({
      host: this.node,
      model: this._model,
      config: { ...OURS, ...config }
    }) as CodeMirrorEditor;
    for (const extension of [problemMarks(), ...extensions]) {
      this.editor.injectExtension(extension);
    }
    this.editor.injectExtension(keymap.of(undoKeys(this.editor)));
    this.editor.editor.contentDOM.setAttribute('aria-label', label);
    this._model.sharedModel.changed.connect(this._onChanged, this);
    this._model.selections.changed.connect(this._onMoved, this);
  }

  /** Where the editor is drawn. */
  readonly node = document.createElement('div');
  readonly editor: CodeMirrorEditor;

  get sourceChanged(): ISignal<this, void> {
    return this._sourceChanged;
  }

  get checkChanged(): ISignal<this, void> {
    return this._checkChanged;
  }

  /** Emitted when the cursor is elsewhere. */
  get moved(): ISignal<this, void> {
    return this._moved;
  }

  get check(): IDagEditorCheck {
    return this._check;
  }

  set check(check: IDagEditorCheck) {
    this._check = check;
    showProblems(this.editor.editor, check.problems);
    this._checkChanged.emit();
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this.editor.dispose();
    this._model.dispose();
    this.node.remove();
    Signal.clearData(this);
  }

  /** The settings of JupyterLab's text editor are these now. */
  configure(config: Record<string, unknown>): void {
    this.editor.setOptions({ ...OURS, ...config });
  }

  source(): string {
    return this._model.sharedModel.getSource();
  }

  /** Begin with this text: there is nothing to undo. */
  begin(source: string): void {
    this._model.sharedModel.setSource(source);
    this._steps.undoManager?.clear();
    this.editor.setCursorPosition({ line: 0, column: 0 });
  }

  replace(source: string): void {
    const span = spanBetween(this.source(), source);
    if (span) {
      this._asOneStep(() => this.editor.editor.dispatch({ changes: span, userEvent: 'input' }));
    }
  }

  insertAtCursor(text: string): void {
    const view = this.editor.editor;
    this._asOneStep(() => view.dispatch(view.state.replaceSelection(text), { scrollIntoView: true }));
    view.focus();
  }

  selection(): string {
    const { state } = this.editor.editor;
    return state.sliceDoc(state.selection.main.from, state.selection.main.to);
  }

  cursor(): number {
    return this.editor.editor.state.selection.main.head;
  }

  /** The line of the cursor, counted from 1. */
  line(): number {
    return this.editor.editor.state.doc.lineAt(this.cursor()).number;
  }

  offsetAt(clientX: number, clientY: number): number | null {
    return this.editor.editor.posAtCoords({ x: clientX, y: clientY });
  }

  showLine(line: number): void {
    const { doc } = this.editor.editor.state;
    const { from } = doc.line(Math.min(Math.max(line, 1), doc.lines));
    const indent = /^\s*/.exec(doc.lineAt(from).text)?.[0].length ?? 0;
    this.showRange(from + indent, from + indent);
  }

  showRange(from: number, to: number): void {
    const view = this.editor.editor;
    const { length } = view.state.doc;
    const at = Math.min(Math.max(to, 0), length);
    view.dispatch({ selection: { anchor: Math.min(Math.max(from, 0), length), head: at } });
    // In the middle, so that what belongs to it is seen, too.
    view.dispatch({ effects: EditorView.scrollIntoView(at, { y: 'center' }) });
    view.focus();
  }

  undo(): void {
    this.editor.undo();
  }

  redo(): void {
    this.editor.redo();
  }

  private get _steps(): ISteps {
    return this._model.sharedModel as ISteps;
  }

  /** Undo joins what is written within half a second; not this with what stands around it. */
  private _asOneStep(change: () => void): void {
    this._steps.undoManager?.stopCapturing();
    change();
    this._steps.undoManager?.stopCapturing();
  }

  private _onChanged(): void {
    this._sourceChanged.emit();
  }

  private _onMoved(): void {
    this._moved.emit();
  }

  private _model: CodeEditor.Model;
  private _check: IDagEditorCheck = NOTHING_CHECKED;
  private _isDisposed = false;
  private _sourceChanged = new Signal<this, void>(this);
  private _checkChanged = new Signal<this, void>(this);
  private _moved = new Signal<this, void>(this);
}
