/** The tokens by which the plugins meet: features import these, never each other. */
import { Token } from '@lumino/coreutils';
import type { IStateDB } from '@jupyterlab/statedb';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { LabIcon } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import type { ComponentType } from 'react';
import type { ISignal } from '@lumino/signaling';
import type { Permission } from './api/users';
import type { BrickValues, IBrick, ICheckedDag, ICoutureClient, IDagProblem, ITaskInstance } from './api';
import type { IChanges } from './state/changes';
import type { IWorkspaceFiles } from './state/workspace_files';

/** What every feature needs: the REST client, the stream of changes, the files, the commands and the translations. */
export interface ICouture {
  readonly client: ICoutureClient;
  readonly changes: IChanges;
  readonly files: IWorkspaceFiles;
  readonly commands: CommandRegistry;
  readonly trans: TranslationBundle;
}

export const ICouture = new Token<ICouture>(
  'couture-jupyter:ICouture',
  'The REST client, the stream of changes, the files, the commands and the translations of Couture.'
);

/** What a page gets: what it shows just now, as the arguments of its command, and how to show something else. */
export interface IPageProps {
  readonly page: IPage;
  readonly place: ReadonlyPartialJSONObject;
  readonly onPlace: (place: ReadonlyPartialJSONObject) => void;
  /** Where a page keeps what it remembers; null: JupyterLab has no such place. */
  readonly stateDB: IStateDB | null;
}

/** A page of the main area: a command opens it, JupyterLab brings it back after a reload, an address can name it. */
export interface IPage {
  /** Of the widget and of what is restored; where there are several, their ids begin with it. */
  readonly id: string;
  readonly command: string;
  readonly label: string;
  /** Of the command, where it is called otherwise than the page. */
  readonly commandLabel?: string | ((args: ReadonlyPartialJSONObject) => string);
  readonly caption: string;
  readonly icon: LabIcon;
  /** What one must be allowed to, to see anything there; else the command is disabled and says so. */
  readonly needs?: Permission;
  /** Only other commands open it. */
  readonly isInternal?: boolean;
  /** The names of the command's arguments, which say what the page shows, each with a description. */
  readonly places?: Readonly<Record<string, string>>;
  /** The command asks for another place: what the page takes along from the one that it leaves. Without it: nothing. */
  readonly moved?: (from: ReadonlyPartialJSONObject, to: ReadonlyPartialJSONObject) => ReadonlyPartialJSONObject;
  /** There are several, one for each of these. */
  readonly several?: IPageSubjects;
  /** Fetches the code: called when the page is first drawn. */
  readonly load: () => Promise<ComponentType<IPageProps>>;
}

/** What tells the pages of one kind from each other. */
export interface IPageSubjects {
  /** The arguments without which there is no subject. */
  readonly needs: readonly string[];
  /** The subject that a place names; null: none. */
  readonly of: (place: ReadonlyPartialJSONObject) => IPageSubject | null;
  /** What the command does without a subject; where nothing is said, it is disabled. */
  readonly without?: () => Promise<unknown>;
}

export interface IPageSubject {
  readonly key: string;
  readonly label: string;
  readonly caption: string;
}

/** Where features register their pages. */
export interface IPages {
  add(page: IPage): void;
}

export const IPages = new Token<IPages>('couture-jupyter:IPages', 'The pages of the main area: add one, with the command that opens it.');

/** A task, and which of those that are joined to it are shown with it. */
export interface IAround {
  readonly taskId: string;
  readonly way: 'upstream' | 'downstream' | 'both';
}

/** The run and the task that all sections of a DAG's page share; null: none is chosen. */
export interface ISelection {
  readonly runId: string | null;
  readonly taskId: string | null;
  /** Of a mapped task; null: the task as a whole. */
  readonly mapIndex: number | null;
  /** Only these tasks are shown, by the sections that can (`narrows`); null: all. */
  readonly around: IAround | null;
}

/** What a section of a DAG's page gets. */
export interface IDagViewProps {
  dagId: string;
  selection: ISelection;
  /** Choose something: what is not named stays; another run keeps the task, another task forgets the map index. */
  onSelect: (change: Partial<ISelection>) => void;
}

/** One section of a DAG's page. */
export interface IDagView {
  readonly id: string;
  readonly label: string;
  readonly rank: number;
  /** Whether it shows the chosen run (the newest while none is chosen): the page has a line to choose it above it. */
  readonly isOfRun?: boolean;
  /** Whether it heeds `selection.around`. */
  readonly narrows?: boolean;
  /** Called when it is about to be shown, while the page still asks what the DAG is: to ask for what takes long. */
  readonly prepare?: (dagId: string) => void;
  readonly component: ComponentType<IDagViewProps>;
}

/** Where features register the sections of a DAG's page. */
export interface IDagViews {
  add(view: IDagView): IDisposable;
  readonly views: readonly IDagView[];
}

export const IDagViews = new Token<IDagViews>(
  'couture-jupyter:IDagViews',
  "The sections of a DAG's page: add one to show more about a DAG."
);

/** A DAG file that is open in the DAG editor. All changes go through the editor's own undo. */
export interface IDagEditor {
  /** In the DAG folder. */
  readonly path: string;
  /** The text as it stands in the editor. */
  source(): string;
  /** Emitted after each change of the text, whoever made it. */
  readonly sourceChanged: ISignal<IDagEditor, void>;
  /** What the server found in the text, and the DAGs of the last text that could be read. */
  readonly check: IDagEditorCheck;
  readonly checkChanged: ISignal<IDagEditor, void>;
  /** Put another text in its place: only what differs is changed, the cursor stays; one step to undo. */
  replace(source: string): void;
  /** Put text where the cursor is, in place of what is selected; one step to undo. */
  insertAtCursor(text: string): void;
  /** The selected text; empty when nothing is selected. */
  selection(): string;
  /** The place of the cursor: an offset into the text. */
  cursor(): number;
  /** The offset in the text below a point of the page, e.g. of a drop; null: it is not above the text. */
  offsetAt(clientX: number, clientY: number): number | null;
  /** Show a line, counted from 1, with the cursor in it. */
  showLine(line: number): void;
  /** Show the characters between two offsets, selected. */
  showRange(from: number, to: number): void;
  undo(): void;
  redo(): void;
}

/** What is known of the text in an editor. */
export interface IDagEditorCheck {
  readonly problems: readonly IDagProblem[];
  /** Of the last text that could be read; null: there was none yet. */
  readonly dags: readonly ICheckedDag[] | null;
  /** Whether `dags` are of an older text than the problems. */
  readonly isStale: boolean;
}

/** The DAG editors that are open. */
export interface IDagEditors {
  /** The one that a person used last; null: none is open. */
  readonly current: IDagEditor | null;
  readonly currentChanged: ISignal<IDagEditors, IDagEditor | null>;
}

export const IDagEditors = new Token<IDagEditors>(
  'couture-jupyter:IDagEditors',
  'The DAG files that are open in the DAG editor: their text can be read and changed.'
);

/** A panel beside the text of a DAG editor. */
export interface IDagEditorPanel {
  readonly id: string;
  readonly label: string;
  readonly rank: number;
  readonly component: ComponentType<{ editor: IDagEditor }>;
}

/** Where features register the panels of the DAG editor. */
export interface IDagEditorPanels {
  add(panel: IDagEditorPanel): IDisposable;
  readonly panels: readonly IDagEditorPanel[];
  readonly changed: ISignal<IDagEditorPanels, void>;
}

export const IDagEditorPanels = new Token<IDagEditorPanels>(
  'couture-jupyter:IDagEditorPanels',
  'The panels beside the text of a DAG editor: add one to show the file from another side.'
);

/** What the form for the placeholders of a brick gets. */
export interface IBrickFormProps {
  brick: IBrick;
  /** The text that it goes into: its names are taken. */
  source: string;
  /** Rejects with an `ApiError` whose fields name the values that do not fit. */
  onInsert: (values: BrickValues) => Promise<void>;
  onCancel: () => void;
}

/** The form for the placeholders of a code brick. */
export interface IBrickForms {
  readonly form: ComponentType<IBrickFormProps>;
  /** The values that a brick has before anybody fills in its form. */
  firstValues(brick: IBrick, source: string): BrickValues;
}

export const IBrickForms = new Token<IBrickForms>(
  'couture-jupyter:IBrickForms',
  'The form for the placeholders of a code brick: place it where bricks are inserted.'
);

/** What a part of a task's pane gets. */
export interface ITaskPartProps {
  task: ITaskInstance;
  tryNumber: number;
  /** Show another task instance in the pane's place. */
  onSelect: (change: Partial<ISelection>) => void;
}

/** Something that a feature shows with a task. */
export interface ITaskPart {
  readonly id: string;
  readonly rank: number;
  /** The label of its tab; a part without one is a line above the tabs. */
  readonly label?: string;
  /** Whether there can be something to show for this task. */
  fits(task: ITaskInstance): boolean;
  readonly component: ComponentType<ITaskPartProps>;
}

/** What of a task instance its pane shows. */
export interface IShownPart {
  /** A try other than the newest. */
  readonly tryNumber?: number;
  /** A tab other than the one that says most. */
  readonly tab?: string;
}

/** What the pane of a task instance gets. */
export interface ITaskPaneProps {
  task: ITaskInstance;
  /** The run has no other task: its name need not be said. */
  isAlone: boolean;
  shown: IShownPart;
  onShow: (change: IShownPart) => void;
  onSelect: (change: Partial<ISelection>) => void;
}

/** What the panel of a task gets, which a DAG's page shows beside its view. */
export interface ITaskPanelProps extends IDagViewProps {
  taskId: string;
  /** The tab that was shown last; it stays when another task is chosen. */
  tab: string | undefined;
  onTab: (tab: string) => void;
  onClose: () => void;
}

/** The pane of a task instance: features register what they show with a task, pages place the pane. */
export interface ITaskParts {
  add(part: ITaskPart): IDisposable;
  readonly parts: readonly ITaskPart[];
  readonly pane: ComponentType<ITaskPaneProps>;
  /** The pane with what is left to choose: a run, one of the mapped instances. */
  readonly panel: ComponentType<ITaskPanelProps>;
}

export const ITaskParts = new Token<ITaskParts>(
  'couture-jupyter:ITaskParts',
  'The pane of a task instance: add a tab, or a line above the tabs; place it on a page.'
);

/** The drive with the files of runs, as paths of contents name it. */
export const RUNS_DRIVE = 'Runs';
