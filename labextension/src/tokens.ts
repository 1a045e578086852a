/** The tokens by which the plugins meet: features import these, never each other. */
import { Token } from '@lumino/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { IDisposable } from '@lumino/disposable';
import type { ComponentType } from 'react';
import type { ICoutureClient, ITaskInstance } from './api';
import type { IChanges } from './state/changes';

/** What every feature needs: the REST client, the stream of changes, the commands and the translations. */
export interface ICouture {
  readonly client: ICoutureClient;
  readonly changes: IChanges;
  readonly commands: CommandRegistry;
  readonly trans: TranslationBundle;
}

export const ICouture = new Token<ICouture>(
  'couture-jupyter:ICouture',
  'The REST client, the stream of changes, the commands and the translations of Couture.'
);

/** The run and the task that all sections of a DAG's page share; null: none is chosen. */
export interface ISelection {
  readonly runId: string | null;
  readonly taskId: string | null;
  /** Of a mapped task; null: the task as a whole. */
  readonly mapIndex: number | null;
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

/** Something that a feature shows with a task on a run's page. */
export interface ITaskPart {
  readonly id: string;
  readonly rank: number;
  /** The label of its tab; a part without one is a line above the tabs. */
  readonly label?: string;
  /** Whether there can be something to show for this task. */
  fits(task: ITaskInstance): boolean;
  readonly component: ComponentType<{ task: ITaskInstance; tryNumber: number }>;
}

/** Where features register what they show with a task. */
export interface ITaskParts {
  add(part: ITaskPart): IDisposable;
  readonly parts: readonly ITaskPart[];
}

export const ITaskParts = new Token<ITaskParts>(
  'couture-jupyter:ITaskParts',
  "The parts of a task on a run's page: add a tab, or a line above the tabs."
);
