/** The dialog that runs tasks again: options, and what they would do. */
import type { ReactElement } from 'react';
import type { ICouture } from '../tokens';
import { ChangePreview, type IConcerned } from '../ui/ChangePreview';
import { Field } from '../ui';
import { ChangeBody } from './ChangeBody';
import { clearBody, type ISubject } from './choice';
import { Options } from './Options';

export class ClearBody extends ChangeBody {
  constructor(couture: ICouture, subject: ISubject) {
    super(couture, subject);
    void couture.client.dags.details(subject.dagId).then(
      ({ rerun_with_latest_version: wish }) => wish && this.choose({ choice: { ...this.choice, latestVersion: true } }),
      // Without the author's wish the dialog begins with the run's own code.
      () => undefined
    );
  }

  protected async change(): Promise<void> {
    await this.couture.client.runs.clearTasks(this.subject.dagId, clearBody(this.subject, this.choice, false));
  }

  protected options(): ReactElement {
    const { client, trans } = this.couture;
    const asked = clearBody(this.subject, { ...this.choice, note: '' }, true);
    return (
      <>
        <Options subject={this.subject} choice={this.choice} isClearing onChange={choice => this.choose({ choice })} />
        <Field label={trans.__('Note')} hint={trans.__('Stands on each of these task instances.')}>
          {attributes => (
            <input
              {...attributes}
              className="couture-Input"
              maxLength={1000}
              value={this.choice.note}
              onChange={event => this.choose({ choice: { ...this.choice, note: event.target.value } })}
            />
          )}
        </Field>
        <ChangePreview
          about={JSON.stringify(asked)}
          ask={() => client.runs.clearTasks(this.subject.dagId, asked)}
          becomes={this._becomes}
          nothing={trans.__('Nothing of this has run: there is nothing to clear.')}
        />
      </>
    );
  }

  private readonly _becomes = (task: IConcerned): string => {
    const { trans } = this.couture;
    const isActive = task.state === 'running' || task.state === 'queued';
    return isActive ? trans.__('is ended, then runs again') : trans.__('runs again');
  };
}
