/** The editor that a person used last, whichever of the Lab's it is: a brick goes there. */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { EditorView } from '@codemirror/view';
import { type ISignal, Signal } from '@lumino/signaling';
import type { Widget } from '@lumino/widgets';
import { editableView, type ITextTarget, isPython, pythonView, targetOfView } from './target';

/** What inserting needs to know of the open editors. */
export interface ITargets {
  /** Null: no editor of Python is open. */
  readonly current: ITextTarget | null;
  readonly changed: ISignal<ITargets, void>;
  /** The editor that an element belongs to. */
  at(element: Element): ITextTarget | null;
  /** Bring the page of the current one to the front. */
  reveal(): void;
}

export class Targets implements ITargets {
  constructor(private readonly _shell: JupyterFrontEnd.IShell) {
    document.addEventListener('focusin', event => this._onFocus(event.target));
    _shell.currentChanged?.connect(() => this._changed.emit());
  }

  get current(): ITextTarget | null {
    if (this._view && !this._widgetOf(this._view.dom)) {
      this._view = null; // Its page was closed.
    }
    const view = this._view ?? this._inFront();
    return view && isPython(view) ? this._targetOf(view) : null;
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  at(element: Element): ITextTarget | null {
    const view = pythonView(element);
    return view && this._targetOf(view);
  }

  reveal(): void {
    const widget = this._view && this._widgetOf(this._view.dom);
    if (widget) {
      (this._shell as { activateById?: (id: string) => void }).activateById?.(widget.id);
    }
  }

  private _onFocus(target: EventTarget | null): void {
    const view = target instanceof Element ? editableView(target) : null;
    if (view && view !== this._view && isPython(view) !== false) {
      this._view = view;
      this._changed.emit();
    }
  }

  /** Of the page in front; in a notebook of the active cell. */
  private _inFront(): EditorView | null {
    const node = this._shell.currentWidget?.node;
    const cell = node?.querySelector('.jp-Cell.jp-mod-active .cm-editor');
    return editableView(cell ?? node?.querySelector('.cm-editor') ?? null);
  }

  private _widgetOf(node: Node): Widget | null {
    for (const widget of this._shell.widgets?.('main') ?? []) {
      if (widget.node.contains(node)) {
        return widget;
      }
    }
    return null;
  }

  private _targetOf(view: EditorView): ITextTarget {
    return targetOfView(view, this._widgetOf(view.dom)?.title.label ?? '');
  }

  private _view: EditorView | null = null;
  private _changed = new Signal<this, void>(this);
}
