/** The page that starts a run with values, and its command. */
import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { Notification, WidgetTracker } from '@jupyterlab/apputils';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { type ISignal, Signal } from '@lumino/signaling';
import type { ReactElement } from 'react';
import type { IDagRun } from '../api';
import { CommandIDs } from '../commands';
import { ICouture } from '../tokens';
import { CoutureWidget, lazily, permitted, runWithIcon } from '../ui';
import { PageWidget } from '../ui/page_widget';
import { namedDag, pickDag } from '../ui/named_dag';
import type { ITriggerForm } from './form';

const TriggerContent = lazily(async () => (await import('./TriggerContent')).TriggerContent);

class TriggerWidget extends CoutureWidget {
  constructor(
    couture: ICouture,
    readonly dagId: string,
    private readonly _conf: Readonly<Record<string, unknown>>,
    private _kept: ITriggerForm | null
  ) {
    super(couture);
    this.node.tabIndex = -1;
  }

  /** What was typed: it survives a reload. */
  get kept(): ITriggerForm | null {
    return this._kept;
  }

  /** Emitted when something was typed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  protected body(): ReactElement {
    return (
      <TriggerContent
        dagId={this.dagId}
        kept={this._kept}
        conf={this._conf}
        onKeep={form => {
          this._kept = form;
          this._changed.emit();
        }}
        onStarted={this._onStarted}
      />
    );
  }

  private readonly _onStarted = (run: IDagRun, isToOpen: boolean): void => {
    const { changes, commands, trans } = this.couture;
    const target = { dagId: run.dag_id, runId: run.dag_run_id };
    changes.announce({ subject: 'dag_run', what: 'created', dag_id: run.dag_id, run_id: run.dag_run_id, state: run.state });
    if (isToOpen) {
      void commands.execute(CommandIDs.openRun, target);
    } else {
      const open = { label: trans.__('Open Run'), callback: () => void commands.execute(CommandIDs.openRun, target) };
      Notification.success(trans.__('"%1" was started.', run.dag_id), { autoClose: 5000, actions: [open] });
    }
    this.parent?.dispose();
  };

  private _changed = new Signal<this, void>(this);
}

export const triggerFormPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:trigger-form',
  description: 'Start a run with values.',
  autoStart: true,
  requires: [ICouture],
  optional: [ILayoutRestorer],
  activate: (app: JupyterFrontEnd, couture: ICouture, restorer: ILayoutRestorer | null): void => {
    const tracker = new WidgetTracker<PageWidget<TriggerWidget>>({ namespace: 'couture-trigger' });
    addCommand(app, couture, tracker);
    void restorer?.restore(tracker, {
      command: CommandIDs.triggerForm,
      args: ({ content }) =>
        ({ dagId: content.dagId, kept: content.kept }) as unknown as ReadonlyPartialJSONObject,
      name: widget => widget.id
    });
  }
};

const ARGUMENTS = {
  type: 'object',
  properties: {
    dagId: { type: 'string' },
    conf: { type: 'object', description: 'The values that the form begins with' },
    isContextMenu: { type: 'boolean' }
  }
} as const;

function addCommand(
  app: JupyterFrontEnd,
  couture: ICouture,
  tracker: WidgetTracker<PageWidget<TriggerWidget>>
): void {
  const { trans } = couture;
  app.commands.addCommand(CommandIDs.triggerForm, permitted(couture, 'runs:trigger', {
    label: args => (args.isPalette ? trans.__('Run a DAG with…') : trans.__('Run with…')),
    caption: trans.__('Start a run with other values, dates or a note'),
    icon: runWithIcon,
    describedBy: { args: ARGUMENTS },
    execute: async args => {
      const dagId = namedDag(app, args) ?? (await pickDag(couture, trans.__('Run a DAG with…')));
      if (dagId === null) {
        return;
      }
      const id = `couture-trigger-${encodeURIComponent(dagId)}`;
      let widget = tracker.find(each => each.id === id);
      if (widget && args.conf !== undefined) {
        widget.dispose(); // It was asked for with other values.
        widget = undefined;
      }
      if (!widget) {
        const conf = (args.conf ?? {}) as Record<string, unknown>;
        const kept = (args.kept ?? null) as unknown as ITriggerForm | null;
        const made = new PageWidget(new TriggerWidget(couture, dagId, conf, kept));
        made.id = id;
        made.title.label = trans.__('Run %1', dagId);
        made.title.icon = runWithIcon;
        made.title.closable = true;
        made.content.changed.connect(() => void tracker.save(made));
        void tracker.add(made);
        app.shell.add(made, 'main');
      }
      app.shell.activateById(id);
    }
  }, args => namedDag(app, args)));
}
