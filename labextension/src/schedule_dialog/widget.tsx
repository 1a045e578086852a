/** The schedule form as a widget of JupyterLab: it knows when it holds unsaved input and asks before that is lost. */
import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { ReadonlyJSONObject } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import type { Message } from '@lumino/messaging';
import type { ReactElement } from 'react';
import type { INotebookSchedule } from '../api';
import { CommandIDs } from '../commands';
import { isUnchanged, valuesOf } from '../parameters/values';
import type { ICouture } from '../tokens';
import { CoutureWidget, scheduleIcon } from '../ui';
import { PageWidget } from '../ui/page_widget';
import type { IScheduleEnvironment } from './context';
import { type IScheduleArgs, keyOf } from './key';
import { ScheduleModel } from './model';
import { SchedulePage } from './SchedulePage';

class ScheduleContent extends CoutureWidget {
  constructor(
    couture: ICouture,
    readonly model: ScheduleModel,
    private readonly _environment: IScheduleEnvironment,
    private _heading: string
  ) {
    super(couture);
    this.node.tabIndex = -1;
  }

  override dispose(): void {
    this.model.dispose();
    super.dispose();
  }

  set heading(heading: string) {
    this._heading = heading;
    this.update();
  }

  protected body(): ReactElement {
    return (
      <SchedulePage
        model={this.model}
        environment={this._environment}
        title={this._heading}
        onSave={() => this._save()}
        onSweep={() => this._saveForSweep()}
        onCancel={() => this.parent?.close()}
      />
    );
  }

  private async _save(): Promise<void> {
    const saved = await this.model.save();
    if (saved) {
      await this.couture.commands.execute(...leadsTo(saved));
      this.parent?.dispose();
    }
  }

  private async _saveForSweep(): Promise<void> {
    const { parameters, secret_parameters: secret } = this.model.values;
    const known = parameters.filter(row => !secret.includes(row.name) && (row.source === '' || !isUnchanged(row)));
    const saved = await this.model.save('manual');
    if (saved) {
      const names = known.map(row => row.name);
      const values = valuesOf(known, names) as ReadonlyJSONObject;
      await this.couture.commands.execute(CommandIDs.sweepDag, { dagId: saved.dag_id, parameters: values });
      this.parent?.dispose();
    }
  }
}

/** Where saving leads: to the run that it started, else to the DAG's page. */
function leadsTo(saved: INotebookSchedule): [string, Record<string, string>] {
  return saved.run_id !== null
    ? [CommandIDs.openRun, { dagId: saved.dag_id, runId: saved.run_id }]
    : [CommandIDs.openDag, { dagId: saved.dag_id }];
}

export class ScheduleWidget extends PageWidget<ScheduleContent> {
  constructor(
    readonly args: IScheduleArgs,
    private readonly _couture: ICouture,
    private readonly _environment: IScheduleEnvironment
  ) {
    const { client, trans } = _couture;
    const model = new ScheduleModel({ client, trans, ...args });
    const heading = headingOf(args, model, trans);
    super(new ScheduleContent(_couture, model, _environment, heading));
    this.id = `couture-schedule-${keyOf(args)}`;
    this.title.label = heading;
    this.title.icon = scheduleIcon;
    this.title.closable = true;
    model.changed.connect(this._showSubject, this);
    model.changed.connect(this._showDirty, this);
    void model.load();
  }

  override dispose(): void {
    this._clean();
    super.dispose();
  }

  protected override onCloseRequest(message: Message): void {
    void this._mayClose().then(may => {
      if (may) {
        super.onCloseRequest(message);
      }
    });
  }

  private async _mayClose(): Promise<boolean> {
    const { trans } = this._couture;
    if (!this.content.model.isDirty) {
      return true;
    }
    const answer = await showDialog({
      title: trans.__('Leave without saving?'),
      body: trans.__('What you entered in the schedule form is not saved and will be lost.'),
      buttons: [
        Dialog.cancelButton({ label: trans.__('Stay') }),
        Dialog.warnButton({ label: trans.__('Leave') })
      ],
      defaultButton: 0
    });
    return answer.button.accept;
  }

  private _showSubject(model: ScheduleModel): void {
    const heading = headingOf(this.args, model, this._couture.trans);
    if (heading !== this.title.label) {
      this.title.label = heading;
      this.content.heading = heading;
    }
  }

  private _showDirty(model: ScheduleModel): void {
    this.title.className = model.isDirty ? 'jp-mod-dirty' : '';
    if (model.isDirty) {
      this._dirty ??= this._environment.setDirty();
    } else {
      this._clean();
    }
  }

  private _clean(): void {
    this._dirty?.dispose();
    this._dirty = undefined;
  }

  private _dirty: IDisposable | undefined;
}

function headingOf(args: IScheduleArgs, model: ScheduleModel, trans: ICouture['trans']): string {
  if (args.dagId === undefined) {
    return trans.__('Schedule a notebook');
  }
  return model.editedDagId === undefined
    ? trans.__('Copy of %1', model.subject)
    : trans.__('Edit schedule %1', model.subject);
}
