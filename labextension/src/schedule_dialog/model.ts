/** One schedule form: what was typed, what is wrong with it, and its way to the server and back. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import { ApiError, type ICoutureClient, type INotebookInspection, type INotebookSchedule } from '../api';
import { mergeRows, rowsFor } from '../parameters/values';
import { checkForm, firstProblem, placeProblems, type Problems } from './checks';
import { documentOf, emptyForm, formOf, type IFormValues, nameFor, outputPathFor } from './form';

export interface IScheduleModelOptions {
  client: Pick<ICoutureClient, 'schedules' | 'notebooks'>;
  trans: TranslationBundle;
  /** The notebook to schedule, if it is known. */
  path?: string;
  /** The schedule to edit, or to copy when `isCopy`. */
  dagId?: string;
  isCopy?: boolean;
}

export class ScheduleModel implements IDisposable {
  constructor(private readonly _options: IScheduleModelOptions) {
    this._values = emptyForm(_options.path);
    this._saved = JSON.stringify(documentOf(this._values));
  }

  get values(): IFormValues {
    return this._values;
  }

  /** What is wrong, of the fields that were looked at. */
  get problems(): Problems {
    return Object.fromEntries(Object.entries(this._problems).filter(([path]) => this._isTouched(path)));
  }

  /** What is wrong with no field in particular. */
  get failure(): Error | null {
    return this._failure;
  }

  /** Whether the form changes a schedule that exists. */
  get editedDagId(): string | undefined {
    return this._options.isCopy ? undefined : this._options.dagId;
  }

  /** What the schedule that is edited or copied is called; its id until it is fetched. */
  get subject(): string {
    return this._subject ?? this._options.dagId ?? '';
  }

  /** The owner of the schedule that is edited, where its runs read and write as them; null elsewhere. */
  get runsAs(): string | null {
    return this.editedDagId === undefined ? null : this._runsAs;
  }

  get inspection(): INotebookInspection | null {
    return this._inspection;
  }

  /** Why the notebook could not be read. */
  get inspectionError(): string | null {
    return this._inspectionError;
  }

  get status(): 'loading' | 'ready' | 'saving' | 'unavailable' {
    return this._status;
  }

  /** Whether there is something that closing the page would lose. */
  get isDirty(): boolean {
    return this._status !== 'loading' && JSON.stringify(documentOf(this._values)) !== this._saved;
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Emitted with the path of the field that should get the focus. */
  get focusRequested(): ISignal<this, string> {
    return this._focusRequested;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
  }

  /** Fetch the schedule that is edited, and read its notebook. */
  async load(): Promise<void> {
    const { client, dagId } = this._options;
    this._become('loading');
    try {
      if (dagId !== undefined) {
        await this._take(await client.schedules.get(dagId));
      } else if (this._values.notebook !== '') {
        await this._inspect({});
      }
      this._failure = null;
      this._saved = JSON.stringify(documentOf(this._values));
      this._become('ready');
    } catch (reason) {
      this._failure = asError(reason);
      this._become('unavailable');
    }
  }

  /** Change fields. A problem that stood at a changed field is gone until it is checked again. */
  set(change: Partial<IFormValues>): void {
    this._values = { ...this._values, ...change };
    this._problems = keepOld(this._problems, checkForm(this._values, this._options.trans));
    this._changed.emit();
  }

  /** Choose another notebook: its parameters replace those of the one before; names follow unless they were typed. */
  async setNotebook(path: string): Promise<void> {
    const before = this._values;
    if (path === this._inspectedPath) {
      return;
    }
    const name = before.name === nameFor(this._inspectedPath) ? nameFor(path) : before.name;
    const isOwnOutput = before.outputPath !== outputPathFor(this._inspectedPath);
    this.set({ notebook: path, name, outputPath: isOwnOutput ? before.outputPath : outputPathFor(path) });
    await this._inspect({});
    this._changed.emit();
  }

  /** Read the notebook again, e.g. after it was changed; what was typed stays. */
  async inspectAgain(): Promise<void> {
    await this._inspect({});
    this._changed.emit();
  }

  /** A field was left: check it, also with the server. */
  async touch(path: string): Promise<void> {
    this._touched.add(path);
    const local = checkForm(this._values, this._options.trans);
    this._problems = local;
    this._changed.emit();
    if (!(path in local)) {
      await this._askServer(local);
    }
  }

  /** Save (`kind`: for other moments than chosen); the schedule when it worked, else everything typed is still there. */
  async save(kind: IFormValues['kind'] = this._values.kind): Promise<INotebookSchedule | null> {
    if (this._status !== 'ready') {
      return null;
    }
    this._isSubmitted = true;
    this._failure = null;
    this._problems = checkForm(this._values, this._options.trans);
    if (Object.keys(this._problems).length > 0) {
      this._focusFirst();
      await this._askServer(this._problems);
      return null;
    }
    this._become('saving');
    try {
      const saved = await this._send(kind);
      this._saved = JSON.stringify(documentOf(this._values));
      return saved;
    } catch (reason) {
      this._refuse(asError(reason));
      return null;
    } finally {
      this._become('ready');
    }
  }

  private _send(kind: IFormValues['kind']): Promise<INotebookSchedule> {
    const { schedules } = this._options.client;
    const form = documentOf({ ...this._values, kind });
    return this.editedDagId === undefined ? schedules.create(form) : schedules.update(this.editedDagId, form);
  }

  private _refuse(error: Error): void {
    const fields = error instanceof ApiError ? error.fields : {};
    const { problems, rest } = placeProblems(fields, this._values.parameters);
    this._problems = problems;
    const isPlaced = Object.keys(problems).length > 0;
    this._failure = rest.length > 0 ? new Error(rest.join(' ')) : isPlaced ? null : error;
    this._focusFirst();
  }

  private _focusFirst(): void {
    this._changed.emit();
    const path = firstProblem(this._problems, this._values.parameters);
    if (path !== null) {
      this._focusRequested.emit(path);
    }
  }

  private async _askServer(local: Problems): Promise<void> {
    const asked = this._values;
    let found: Problems = {};
    try {
      await this._options.client.schedules.validate(documentOf(asked), this.editedDagId);
    } catch (reason) {
      // Other errors (the server is away) are told when saving; here only fields matter.
      found = reason instanceof ApiError ? placeProblems(reason.fields, asked.parameters).problems : {};
    }
    if (asked === this._values && !this._isDisposed) {
      this._problems = { ...found, ...local };
      this._changed.emit();
    }
  }

  private async _take(schedule: INotebookSchedule): Promise<void> {
    const { trans, isCopy } = this._options;
    this._subject = schedule.name;
    this._runsAs = schedule.runs_as;
    this._values = formOf(schedule, []);
    if (this._values.kind === 'now') {
      this._values = { ...this._values, kind: 'manual' };
    }
    if (isCopy) {
      this._values = { ...this._values, name: trans.__('%1 copy', schedule.name) };
    }
    await this._inspect(schedule.parameters);
  }

  private async _inspect(given: Record<string, unknown>): Promise<void> {
    const path = this._values.notebook.trim();
    this._inspectedPath = path;
    this._inspection = null;
    this._inspectionError = null;
    let inspected: INotebookInspection['parameters'] = [];
    if (path !== '') {
      try {
        const answer = await this._options.client.notebooks.inspect(path);
        if (path !== this._inspectedPath) {
          return;
        }
        this._inspection = answer;
        inspected = answer.parameters;
      } catch (reason) {
        this._inspectionError = asError(reason).message;
      }
    }
    this._values = { ...this._values, parameters: mergeRows(rowsFor(inspected, given), this._values.parameters) };
  }

  private _isTouched(path: string): boolean {
    return this._isSubmitted || this._touched.has(path);
  }

  private _become(status: ScheduleModel['status']): void {
    this._status = status;
    if (!this._isDisposed) {
      this._changed.emit();
    }
  }

  private _values: IFormValues;
  private _saved: string;
  private _subject: string | undefined;
  private _runsAs: string | null = null;
  private _problems: Problems = {};
  private _touched = new Set<string>();
  private _isSubmitted = false;
  private _failure: Error | null = null;
  private _inspection: INotebookInspection | null = null;
  private _inspectionError: string | null = null;
  private _inspectedPath = '';
  private _status: 'loading' | 'ready' | 'saving' | 'unavailable' = 'loading';
  private _isDisposed = false;
  private _changed = new Signal<this, void>(this);
  private _focusRequested = new Signal<this, string>(this);
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}

/** Of the problems that stood, those that still hold as far as the browser can tell. */
function keepOld(before: Problems, now: Problems): Problems {
  return Object.fromEntries(Object.entries(now).filter(([path]) => path in before));
}
