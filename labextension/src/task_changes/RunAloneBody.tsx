/** The dialog that runs one task alone: what stands in its way, and the choices that lift it. */
import type { ReactElement } from 'react';
import type { IRunTask } from '../api';
import type { ICouture } from '../tokens';
import { ChangeBody } from './ChangeBody';
import type { ISubject } from './choice';
import { Conditions } from './Conditions';
import { FIRST_LIFTS, type ILifts, type Lift, LIFTS } from './lifts';

export class RunAloneBody extends ChangeBody {
  constructor(couture: ICouture, subject: ISubject) {
    super(couture, subject);
    this.addClass('couture-RunAlone');
  }

  protected async change(): Promise<void> {
    const { dagId, runId, taskId = '', mapIndex = -1 } = this.subject;
    const body: IRunTask = { ...this._lifts, dry_run: false };
    await this.couture.client.runs.runTask(dagId, runId, taskId, mapIndex, body);
  }

  protected options(): ReactElement {
    const { trans } = this.couture;
    const words: Record<Lift, [string, string]> = {
      ignore_task_state: [
        trans.__('Ignore task state'),
        trans.__('Run it although it has ended. That is one more try; what the earlier ones left as XComs goes.')
      ],
      ignore_task_dependencies: [
        trans.__('Ignore task dependencies'),
        trans.__('Do not wait for tasks upstream, for the run before, or for the delay of a retry.')
      ],
      ignore_all_dependencies: [
        trans.__('Ignore all dependencies'),
        trans.__('Both, and run it although its DAG is off or has as many runs as it may have.')
      ]
    };
    return (
      <>
        <p className="couture-muted">
          {trans.__('Only this task runs, as soon as there is room. A run that has ended goes on until it is done.')}
        </p>
        <div className="couture-RunAlone-lifts">
          {LIFTS.map(lift => (
            <label key={lift} className="couture-RunAlone-lift">
              <input type="checkbox" checked={this._lifts[lift]} onChange={event => this._lift(lift, event.target.checked)} />
              <span>
                {words[lift][0]}
                <span className="couture-muted">{words[lift][1]}</span>
              </span>
            </label>
          ))}
        </div>
        <Conditions subject={this.subject} lifts={this._lifts} />
      </>
    );
  }

  private _lift(lift: Lift, isOn: boolean): void {
    this._lifts = { ...this._lifts, [lift]: isOn };
    this.choose({});
  }

  private _lifts: ILifts = FIRST_LIFTS;
}
