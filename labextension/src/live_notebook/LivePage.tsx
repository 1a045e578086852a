/** The page of a live notebook: its header above the notebook itself. */
import { Panel } from '@lumino/widgets';
import type { ReactElement } from 'react';
import type { ICouture, ITaskParts } from '../tokens';
import { CoutureWidget } from '../ui';
import { LiveHeader } from './LiveHeader';
import { type INotebookParts, LiveNotebook } from './LiveNotebook';
import { LiveRun } from './live_run';
import type { ILiveTarget } from './target';

class HeaderWidget extends CoutureWidget {
  constructor(
    couture: ICouture,
    private readonly _run: LiveRun,
    private readonly _notebook: LiveNotebook,
    private readonly _parts: ITaskParts | null
  ) {
    super(couture);
    _run.changed.connect(() => this.update());
    _notebook.followingChanged.connect(() => this.update());
  }

  protected body(): ReactElement {
    const run = this._run;
    return (
      <LiveHeader
        task={run.task.data}
        tryNumber={run.tryNumber}
        isOver={run.isOver}
        isConnected={run.isConnected}
        parts={this._parts?.parts ?? []}
        error={run.error}
        hasDocument={Boolean(run.document)}
        shortened={run.document?.shortened ?? 0}
        onReveal={run.isOver && typeof run.document?.failed_cell === 'number' ? () => this._notebook.reveal() : null}
        isFollowing={this._notebook.isFollowing}
        onFollow={isFollowing => (this._notebook.isFollowing = isFollowing)}
        onRetry={() => void run.task.refresh()}
      />
    );
  }
}

export class LivePage extends Panel {
  constructor(
    couture: ICouture,
    readonly target: ILiveTarget,
    parts: INotebookParts,
    taskParts: ITaskParts | null
  ) {
    super();
    this.addClass('couture-LivePage');
    this.node.tabIndex = -1;
    const notebook = new LiveNotebook(parts, couture.trans);
    this._run = new LiveRun(couture, target, notebook);
    this.addWidget(new HeaderWidget(couture, this._run, notebook, taskParts));
    this.addWidget(notebook);
  }

  /** Whether this is the page of `target`, also when it was opened without the name of the run's only notebook. */
  shows({ dagId, runId, taskId, mapIndex, tryNumber }: ILiveTarget): boolean {
    const { target } = this;
    const task = this._run.task.data;
    return (
      target.dagId === dagId &&
      target.runId === runId &&
      target.tryNumber === tryNumber &&
      (target.taskId ?? task?.task_id) === (taskId ?? task?.task_id) &&
      (task?.map_index ?? target.mapIndex) === mapIndex
    );
  }

  override dispose(): void {
    this._run.dispose();
    super.dispose();
  }

  private readonly _run: LiveRun;
}
