/** The page that puts two runs beside each other. */
import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette, Notification, WidgetTracker } from '@jupyterlab/apputils';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { type ISignal, Signal } from '@lumino/signaling';
import type { ReactElement } from 'react';
import { CommandIDs } from '../commands';
import { ICouture } from '../tokens';
import { CoutureWidget, runsIcon } from '../ui';
import { withOwnImages } from '../ui/images';
import { PageWidget } from '../ui/page_widget';
import { ComparePage } from './ComparePage';
import { RenderMimeProvider } from './Outputs';
import { type ICompareTarget, targetOf } from './target';

class CompareContent extends CoutureWidget {
  constructor(
    couture: ICouture,
    private _target: ICompareTarget,
    private readonly _rendermime: IRenderMimeRegistry
  ) {
    super(couture);
    this.node.tabIndex = -1;
  }

  get target(): ICompareTarget {
    return this._target;
  }

  set target(target: ICompareTarget) {
    this._target = target;
    this.update();
    this._targetChanged.emit(target);
  }

  get targetChanged(): ISignal<this, ICompareTarget> {
    return this._targetChanged;
  }

  protected body(): ReactElement {
    return (
      <RenderMimeProvider value={this._rendermime}>
        <ComparePage target={this._target} onTarget={target => (this.target = target)} />
      </RenderMimeProvider>
    );
  }

  private _targetChanged = new Signal<this, ICompareTarget>(this);
}

export const compareRunsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:compare-runs',
  description: 'Two runs beside each other.',
  autoStart: true,
  requires: [ICouture, IRenderMimeRegistry],
  optional: [ICommandPalette, ILayoutRestorer],
  activate: (
    app: JupyterFrontEnd,
    couture: ICouture,
    rendermime: IRenderMimeRegistry,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null
  ): void => {
    const { trans } = couture;
    const tracker = new WidgetTracker<PageWidget<CompareContent>>({ namespace: 'couture-compare' });
    const images = withOwnImages(rendermime);
    app.commands.addCommand(CommandIDs.compareRuns, {
      label: args => (args.isPalette ? trans.__('Compare Runs…') : trans.__('Compare…')),
      caption: trans.__('Compare this run with the last good one, or with another'),
      execute: async args => {
        const target = targetOf(args);
        if (!target) {
          Notification.info(trans.__('Select two runs, then press "Compare".'), { autoClose: 8000 });
          return app.commands.execute(CommandIDs.openRuns);
        }
        const id = idOf(target);
        let widget = tracker.find(each => each.id === id);
        if (!widget) {
          const content = new CompareContent(couture, target, images);
          widget = new PageWidget(content);
          widget.id = id;
          widget.title.label = trans.__('Compare %1', target.dagId);
          widget.title.caption = target.runId;
          widget.title.icon = runsIcon;
          widget.title.closable = true;
          const added = widget;
          content.targetChanged.connect(() => void tracker.save(added));
          await tracker.add(widget);
          app.shell.add(widget, 'main');
        } else if (target.otherRunId !== undefined) {
          widget.content.target = target;
        }
        app.shell.activateById(id);
        return widget;
      },
      describedBy: { args: ARGUMENTS }
    });
    const category = trans.__('Couture');
    palette?.addItem({ command: CommandIDs.compareRuns, category, args: { isPalette: true } });
    void restorer?.restore(tracker, {
      command: CommandIDs.compareRuns,
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
    otherDagId: { type: 'string' },
    otherRunId: { type: 'string', description: 'The run to compare with; the last good one without it.' },
    taskId: { type: 'string' }
  }
} as const;

function idOf({ dagId, runId }: ICompareTarget): string {
  return `couture-compare-${encodeURIComponent(dagId)}-${encodeURIComponent(runId)}`;
}
