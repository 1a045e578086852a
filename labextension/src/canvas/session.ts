/**
 * The canvas of one open file: what its text says, what is selected, and the changes.
 *
 * The text is the truth, and its history the only one: a change asks the server for the text after it and puts that into the
 * editor as one step; whatever changes the text, also undo, has it read anew.
 */
import { type ISignal, Signal } from '@lumino/signaling';
import { ApiError, type CanvasApi, type ICanvas, type ICanvasEdit, type ICanvasEdited, type ICanvasNode } from '../api';
import type { IDagEditor } from '../tokens';
import { inEditor, newRoots, placeNear, shownDag } from './drawing';
import type { IAddition, PaletteItem } from './items';

/** How long the text must rest before it is read. */
const REST = 200;
/** How often a change is tried again when the text has changed meanwhile. */
const TRIES = 3;

/** Tasks that were copied, with the text that they come from. */
export interface ICopied {
  readonly source: string;
  readonly nodes: readonly string[];
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
  /** The node whose name is edited in the drawing. */
  renaming: string | null = null;
  isBusy = false;

  private _selected: ReadonlySet<string> = new Set();
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

  /** The node that is selected alone. */
  get selected(): ICanvasNode | null {
    const { chosen } = this;
    return chosen.length === 1 ? chosen[0] : null;
  }

  /** All that are selected. */
  get chosen(): readonly ICanvasNode[] {
    return this.canvas?.nodes.filter(({ id, dag }) => this._selected.has(id) && dag === this.dag) ?? [];
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

  /** Show a node's form, and its place in the text if a person asks for it here. `isMore`: it is one of several. */
  select(id: string | null, isShown = false, isMore = false): void {
    const others = [...this._selected].filter(each => isMore && each !== id);
    const isTaken = isMore && id !== null && this._selected.has(id);
    this.choose([...others, ...(id === null || isTaken ? [] : [id])]);
    const node = this.selected;
    if (node && isShown) {
      this.showInText(node);
    }
  }

  choose(ids: readonly string[]): void {
    this._selected = new Set(ids);
    this.adding = this.renaming = null;
    this.error = null;
    this._emit();
  }

  /** Edit a name in the drawing; null: it is done. */
  rename(id: string | null): void {
    this.renaming = id;
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

  /** Begin to add something, near a node. */
  add(item: PaletteItem, near: string | null): void {
    const node = this.canvas?.nodes.find(({ id }) => id === near);
    this.adding = { item, near, ...placeNear(node) };
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
    return this._queued(source => this._api.edit(source, edit));
  }

  /**
   * Change the text by something else, such as a brick; `put` gives the new text. What is new then comes after the tasks
   * `after`: it is all one step to undo.
   */
  put(put: (source: string) => Promise<string>, after: readonly string[]): Promise<boolean> {
    return this._queued(async source => {
      const known = new Set(this.canvas?.nodes.map(({ id }) => id));
      let edited = await this._readEdited(await put(source));
      const { tasks, roots } = newRoots(edited.canvas, known);
      for (const [before, target] of roots.flatMap(each => after.map(one => [one, each]))) {
        edited = await this._api.edit(edited.content, { edit: 'connect', source: before, target });
      }
      return { ...edited, selected: tasks };
    });
  }

  dismiss(): void {
    this.error = null;
    this.notes = [];
    this._emit();
  }

  private _queued(change: (source: string) => Promise<ICanvasEdited>): Promise<boolean> {
    const done = this._queue.then(() => this._change(change));
    this._queue = done;
    return done;
  }

  private async _change(change: (source: string) => Promise<ICanvasEdited>): Promise<boolean> {
    this.isBusy = true;
    this._emit();
    try {
      for (let tries = 1; tries <= TRIES; tries++) {
        const source = this.editor.source();
        const edited = await change(source);
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

  private async _readEdited(content: string): Promise<ICanvasEdited> {
    const { canvas, problem } = await this._api.read(content);
    if (canvas === null) {
      throw new ApiError(422, problem ?? '');
    }
    return { content, canvas, selected: [], notes: [] };
  }

  private _take({ content, canvas, selected, notes }: ICanvasEdited): void {
    window.clearTimeout(this._timer);
    this._read = content;
    this.canvas = canvas;
    this.problem = this.error = this.adding = this.renaming = null;
    this.notes = notes;
    this._selected = selected.length > 0 ? new Set(selected) : this._selected;
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
  /** What was copied last, in any file. */
  copied: ICopied | null = null;

  /** Emitted when any canvas has changed, or what is selected in it. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  private readonly _changed = new Signal<this, void>(this);
  private readonly _sessions = new WeakMap<IDagEditor, CanvasSession>();

  constructor(private readonly _api: CanvasApi) {}

  of(editor: IDagEditor): CanvasSession {
    let session = this._sessions.get(editor);
    if (!session) {
      session = new CanvasSession(editor, this._api);
      session.changed.connect(() => this._changed.emit());
      this._sessions.set(editor, session);
    }
    return session;
  }
}
