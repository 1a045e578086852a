/** The main-area widget that holds a DAG's page. */
import { type ISignal, Signal } from '@lumino/signaling';
import type { ComponentType, ReactElement } from 'react';
import type { ICouture, ISelection, ITaskPanelProps } from '../tokens';
import { CoutureWidget, lazily } from '../ui';
import { FIRST_PANEL, type IPanelState } from './panel';
import { changed, NOTHING } from './selection';
import type { DagViews } from './views';

const DagPage = lazily(async () => (await import('./DagPage')).DagPage);

/** JupyterLab's status bar shows the title of the page in front whole. */
const LONGEST_TITLE = 60;

export class DagWidget extends CoutureWidget {
  constructor(
    couture: ICouture,
    private readonly _views: DagViews,
    private readonly _taskPanel: ComponentType<ITaskPanelProps>,
    readonly dagId: string
  ) {
    super(couture);
    this._onName(dagId);
    this.title.closable = true;
  }

  /** Which section is shown; null means the first. */
  get view(): string | null {
    return this._view;
  }

  set view(view: string | null) {
    if (view !== this._view) {
      this._view = view;
      this._targetChanged.emit();
      this.update();
    }
  }

  /** The run and the task that all sections share. */
  get selection(): ISelection {
    return this._selection;
  }

  select(change: Partial<ISelection>): void {
    this._selection = changed(this._selection, change);
    this._targetChanged.emit();
    this.update();
  }

  /** How the panel of the chosen task stands. */
  get panel(): IPanelState {
    return this._panel;
  }

  setPanel(change: Partial<IPanelState>): void {
    this._panel = { ...this._panel, ...change };
    this._targetChanged.emit();
    this.update();
  }

  /** Emitted when the section or the selection is another one. */
  get targetChanged(): ISignal<this, void> {
    return this._targetChanged;
  }

  protected override body(): ReactElement {
    return (
      <DagPage
        dagId={this.dagId}
        view={this._view}
        views={this._views}
        selection={this._selection}
        onView={this._onView}
        onSelect={this._onSelect}
        onName={this._onName}
        taskPanel={this._taskPanel}
        panel={this._panel}
        onPanel={this._onPanel}
      />
    );
  }

  private _onView = (view: string): void => {
    this.view = view;
  };

  private _onSelect = (change: Partial<ISelection>): void => {
    this.select(change);
  };

  private _onPanel = (change: Partial<IPanelState>): void => {
    this.setPanel(change);
  };

  private _onName = (name: string): void => {
    this.title.label = name.length > LONGEST_TITLE ? `${name.slice(0, LONGEST_TITLE)}…` : name;
    this.title.caption = this.couture.trans.__('DAG %1', this.dagId);
  };

  private _view: string | null = null;
  private _selection = NOTHING;
  private _panel = FIRST_PANEL;
  private _targetChanged = new Signal<this, void>(this);
}
