/** The dialog that marks tasks or a run: as what, which, and what that would change. */
import type { ReactElement } from 'react';
import type { ICouture } from '../tokens';
import { ChangePreview, type IConcerned } from '../ui/ChangePreview';
import { Field, stateLabel } from '../ui';
import { ChangeBody } from './ChangeBody';
import { type ISubject, type Mark, MARKS, mapIndexOf, markBody } from './choice';
import { Options } from './Options';

export class MarkBody extends ChangeBody {
  constructor(
    couture: ICouture,
    subject: ISubject,
    private _mark: Mark
  ) {
    super(couture, subject);
    this.choice = { ...this.choice, downstream: false }; // what follows is not to be marked by accident
  }

  protected async change(): Promise<void> {
    const { client } = this.couture;
    const { dagId, runId, taskId } = this.subject;
    if (taskId === undefined) {
      await client.runs.mark(dagId, runId, this._mark === 'failed' ? 'failed' : 'success');
    } else {
      const body = markBody(this.choice, this._mark);
      await client.runs.markTask(dagId, runId, taskId, mapIndexOf(this.subject, this.choice), body);
    }
  }

  protected options(): ReactElement {
    const { trans } = this.couture;
    const isTask = this.subject.taskId !== undefined;
    const state = stateLabel(this._mark, trans);
    return (
      <>
        <Field label={trans.__('As')}>
          {attributes => (
            <select
              {...attributes}
              className="couture-Input"
              value={this._mark}
              onChange={event => {
                this._mark = event.target.value as Mark;
                this.choose({});
              }}
            >
              {MARKS.filter(mark => isTask || mark !== 'skipped').map(mark => (
                <option key={mark} value={mark}>
                  {stateLabel(mark, trans)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Options
          subject={this.subject}
          choice={this.choice}
          isClearing={false}
          onChange={choice => this.choose({ choice })}
        />
        <ChangePreview
          about={JSON.stringify([this._mark, this.choice])}
          ask={() => this._ask()}
          becomes={task => this._becomes(task)}
          nothing={trans.__('Nothing would change: it is all %1 already.', state)}
        />
        {isTask && (
          <p className="couture-muted">{trans.__('What follows these tasks and has failed runs again.')}</p>
        )}
      </>
    );
  }

  private _ask(): Promise<readonly IConcerned[]> {
    const { client } = this.couture;
    const { dagId, runId, taskId } = this.subject;
    return taskId === undefined
      ? client.runs.previewMark(dagId, runId, this._mark === 'failed' ? 'failed' : 'success')
      : client.runs.previewMarkTask(
          dagId,
          runId,
          taskId,
          mapIndexOf(this.subject, this.choice),
          markBody(this.choice, this._mark)
        );
  }

  private _becomes(task: IConcerned): string {
    const { trans } = this.couture;
    const isEnded = task.state === 'running' || task.state === 'queued';
    const isOfRun = this.subject.taskId === undefined && this._mark === 'failed';
    const becomes = stateLabel(isOfRun && !isEnded ? 'skipped' : this._mark, trans);
    return isEnded ? trans.__('is ended: %1', becomes) : `→ ${becomes}`;
  }
}
