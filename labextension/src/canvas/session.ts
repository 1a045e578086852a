/**
 * The canvas of one open file: what its text says, what is selected, and the changes.
 *
 * The text is the truth, and its history the only one: a change asks the server for the text after it and puts that into the
 * editor as one step; whatever changes the text, also undo, has it read anew.
 */
import { type ISignal, Signal } from '@lumino/signaling';
import { ApiError, type CanvasApi, type ICanvas, type ICanvasEdit, type ICanvasEdited, type ICanvasNode, type IOperator } from '../api';
import type { IDagEditor } from '../tokens';
import { inEditor, placeNear, shownDag } from './drawing';

/** How long the text must rest before it is read. */
const REST = 200;
/** How often a change is tried again when the text has changed meanwhile. */
const TRIES = 3;

/** A task that is about to be added. */
export interface IAddition {
  readonly operator: IOperator;
  readonly parent: string | null;
  readonly after: readonly string[];
}

export class CanvasSession {
  /** What the last text that could be read says; null: nothing was read yet. */
  canvas: ICanvas | null = null;
  /** Why the text cannot be read now: the canvas is an older one. */
  problem: string | null = null;
  /** Why the last change was refused. */
  error: Error | null = null;
  /** What is to be looked at after the last change. */
  notes: ICanvasEdited['notes'] = [];
  adding: IAddition | null = null;
  isBusy = false;

  private _selected: string | null = null;
  private _dag: string | null = null;
  private _read: string | null = null;
  private _timer: number | undefined;
  private _watchers = 0;
  private _queue: Promise<unknown> = Promise.resolve();
  private readonly _changed = new Signal<this, void>(this);

  constructor(
    readonly editor: IDagEditor,
    private readonly _api: CanvasApi
  ) {}

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** The DAG that is shown. */
  get dag(): string | null {
    return this.canvas && shownDag(this.canvas, this._dag);
  }

  get selected(): ICanvasNode | null {
    return this.canvas?.nodes.find(({ id, dag }) => id === this._selected && dag === this.dag) ?? null;
  }

  /** Follow the text as long as somebody looks; call what this gives to stop. */
  watch(): () => void {
    if (this._watchers++ === 0) {
      this.editor.sourceChanged.connect(this._onSource, this);
      void this._load();
    }
    return () => {
      if (--this._watchers === 0) {
        this.editor.sourceChanged.disconnect(this._onSource, this);
        window.clearTimeout(this._timer);
      }
    };
  }

  showDag(key: string): void {
    this._dag = key;
    this.select(null);
  }

  /** Show a node's form, and its place in the text if a person asks for it here. */
  select(id: string | null, isShown = false): void {
    this._selected = id;
    this.adding = null;
    this.error = null;
    const node = this.selected;
    if (node && isShown) {
      this.showInText(node);
    }
    this._emit();
  }

  /** The focus stays where it is: the keys go on meaning the drawing. */
  showInText({ place }: Pick<ICanvasNode, 'place'>): void {
    if (this.problem !== null) {
      return; // The places are those of another text.
    }
    const focused = document.activeElement;
    const text = this.editor.source();
    this.editor.showRange(inEditor(text, place.start), inEditor(text, place.end));
    if (focused instanceof HTMLElement) {
      focused.focus({ preventScroll: true });
    }
  }

  /** Begin to add a task, near a node. What needs no argument is added at once, under the id that is given. */
  add(operator: IOperator, near: string | null): void {
    const node = this.canvas?.nodes.find(({ id }) => id === near);
    this.adding = { operator, ...placeNear(node) };
    this.error = null;
    this._emit();
  }

  stopAdding(): void {
    this.adding = null;
    this.error = null;
    this._emit();
  }

  /** Change the text; one change after the other. True when it was done. */
  edit(edit: ICanvasEdit): Promise<boolean> {
    const done = this._queue.then(() => this._edit(edit));
    this._queue = done;
    return done;
  }

  dismiss(): void {
    this.error = null;
    this.notes = [];
    this._emit();
  }

  private async _edit(edit: ICanvasEdit): Promise<boolean> {
    this.isBusy = true;
    this._emit();
    try {
      for (let tries = 1; tries <= TRIES; tries++) {
        const source = this.editor.source();
        const edited = await this._api.edit(source, edit);
        if (this.editor.source() === source) {
          this._take(edited);
          return true;
        }
      }
      throw new ApiError(409, 'The text keeps changing. Try again when it rests.');
    } catch (reason) {
      this.error = reason as Error;
      return false;
    } finally {
      this.isBusy = false;
      this._emit();
    }
  }

  private _take({ content, canvas, selected, notes }: ICanvasEdited): void {
    window.clearTimeout(this._timer);
    this._read = content;
    this.canvas = canvas;
    this.problem = this.error = this.adding = null;
    this.notes = notes;
    this._selected = selected ?? this._selected;
    this.editor.replace(content);
  }

  private _onSource(): void {
    if (this.editor.source() === this._read) {
      return;
    }
    window.clearTimeout(this._timer);
    this._timer = window.setTimeout(() => void this._load(), REST);
  }

  private async _load(): Promise<void> {
    const source = this.editor.source();
    try {
      const { canvas, problem } = await this._api.read(source);
      if (this.editor.source() !== source) {
        return; // A newer text is on its way.
      }
      this._read = source;
      this.canvas = canvas ?? this.canvas;
      this.problem = problem;
      this.error = null;
    } catch (reason) {
      this.error = reason as Error;
    }
    this._emit();
  }

  private _emit(): void {
    this._changed.emit();
  }
}

/** The canvas of each editor, also while its panel is shut: what is selected stays so. */
export class CanvasSessions {
  private readonly _sessions = new WeakMap<IDagEditor, CanvasSession>();

  constructor(private readonly _api: CanvasApi) {}

  of(editor: IDagEditor): CanvasSession {
    let session = this._sessions.get(editor);
    if (!session) {
      session = new CanvasSession(editor, this._api);
      this._sessions.set(editor, session);
    }
    return session;
  }
}
