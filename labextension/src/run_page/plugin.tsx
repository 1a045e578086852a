/** The page of a run, and the commands for a run. */
import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { WidgetTracker } from '@jupyterlab/apputils';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { type ISignal, Signal } from '@lumino/signaling';
import type { ReactElement } from 'react';
import { CommandIDs } from '../commands';
import { ICouture, ITaskParts } from '../tokens';
import { CoutureWidget, runsIcon } from '../ui';
import { PageWidget } from '../ui/page_widget';
import { addRunCommands } from './commands';
import { RunPage } from './RunPage';
import { type IRunTarget, targetOf } from './target';

class RunContent extends CoutureWidget {
  constructor(
    couture: ICouture,
    private _target: IRunTarget,
    private readonly _parts: ITaskParts
  ) {
    super(couture);
    this.node.tabIndex = -1;
  }

  get target(): IRunTarget {
    return this._target;
  }

  set target(target: IRunTarget) {
    this._target = target;
    this.update();
    this._targetChanged.emit(target);
  }

  get targetChanged(): ISignal<this, IRunTarget> {
    return this._targetChanged;
  }

  protected body(): ReactElement {
    return (
      <RunPage target={this._target} pane={this._parts.pane} onTarget={target => (this.target = target)} />
    );
  }

  private _targetChanged = new Signal<this, IRunTarget>(this);
}

export const runPagePlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:run-page',
  description: 'The page of a run.',
  autoStart: true,
  requires: [ICouture, ITaskParts],
  optional: [ILayoutRestorer],
  activate: (
    app: JupyterFrontEnd,
    couture: ICouture,
    parts: ITaskParts,
    restorer: ILayoutRestorer | null
  ): void => {
    const tracker = new WidgetTracker<PageWidget<RunContent>>({ namespace: 'couture-run' });
    addRunCommands(couture);
    app.commands.addCommand(CommandIDs.openRun, {
      label: couture.trans.__('Open Run'),
      caption: couture.trans.__('Show a run with its log and its notebook'),
      icon: runsIcon,
      isEnabled: args => targetOf(args) !== null,
      isVisible: args => targetOf(args) !== null,
      execute: async args => {
        const target = targetOf(args);
        if (!target) {
          return undefined;
        }
        const id = idOf(target);
        let widget = tracker.find(each => each.id === id);
        if (!widget) {
          widget = createWidget(new RunContent(couture, target, parts));
          widget.content.targetChanged.connect(() => void tracker.save(widget!));
          await tracker.add(widget);
          app.shell.add(widget, 'main');
        } else if (target.taskId !== undefined) {
          widget.content.target = target;
        }
        app.shell.activateById(id);
        return widget;
      },
      describedBy: { args: ARGUMENTS }
    });
    void restorer?.restore(tracker, {
      command: CommandIDs.openRun,
      args: widget => ({ ...widget.content.target }) as ReadonlyPartialJSONObject,
      name: widget => widget.id
    });
  }
};

const ARGUMENTS = {
  type: 'object',
  properties: {
    dagId: { type: 'string' },
    runId: { type: 'string' },
    taskId: { type: 'string' },
    mapIndex: { type: 'number' },
    tryNumber: { type: 'number' },
    tab: { type: 'string' }
  },
  required: ['dagId', 'runId']
} as const;

function idOf({ dagId, runId }: IRunTarget): string {
  return `couture-run-${encodeURIComponent(dagId)}-${encodeURIComponent(runId)}`;
}

function createWidget(content: RunContent): PageWidget<RunContent> {
  const { dagId, runId } = content.target;
  const widget = new PageWidget(content);
  widget.id = idOf(content.target);
  widget.title.label = dagId;
  widget.title.caption = `${dagId}\n${runId}`;
  widget.title.icon = runsIcon;
  widget.title.closable = true;
  return widget;
}
