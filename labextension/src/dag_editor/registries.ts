/** The panels of the editor, and the editors that are open. */
import { DisposableDelegate, type IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import type { IDagEditor, IDagEditorPanel, IDagEditorPanels, IDagEditors } from '../tokens';

export class DagEditorPanels implements IDagEditorPanels {
  get panels(): readonly IDagEditorPanel[] {
    return this._panels;
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  add(panel: IDagEditorPanel): IDisposable {
    this._set([...this._panels, panel].sort((left, right) => left.rank - right.rank));
    return new DisposableDelegate(() => this._set(this._panels.filter(each => each !== panel)));
  }

  private _set(panels: IDagEditorPanel[]): void {
    this._panels = panels;
    this._changed.emit();
  }

  private _panels: IDagEditorPanel[] = [];
  private _changed = new Signal<this, void>(this);
}

export class DagEditors implements IDagEditors {
  get current(): IDagEditor | null {
    return this._current;
  }

  set current(editor: IDagEditor | null) {
    if (editor !== this._current) {
      this._current = editor;
      this._currentChanged.emit(editor);
    }
  }

  get currentChanged(): ISignal<this, IDagEditor | null> {
    return this._currentChanged;
  }

  private _current: IDagEditor | null = null;
  private _currentChanged = new Signal<this, IDagEditor | null>(this);
}
