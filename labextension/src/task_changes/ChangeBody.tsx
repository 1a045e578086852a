/** What the dialogs that clear and mark have in common: they close only when the change was made. */
import { Dialog } from '@jupyterlab/apputils';
import type { ReactElement } from 'react';
import type { ICouture } from '../tokens';
import { CoutureWidget } from '../ui';
import { errorSentence } from '../ui/errors';
import { firstChoice, type IChoice, type ISubject } from './choice';

export abstract class ChangeBody extends CoutureWidget implements Dialog.IBodyWidget<void> {
  constructor(
    couture: ICouture,
    protected readonly subject: ISubject
  ) {
    super(couture);
    this.choice = firstChoice(subject);
    this.addClass('couture-Changes');
  }

  getValue(): void {
    // The change is made by `submit`; there is nothing to hand on.
  }

  /** Make the change; false when it was refused, which the dialog then says. */
  async submit(): Promise<boolean> {
    if (this._isBusy) {
      return false;
    }
    this._isBusy = true;
    try {
      await this.change();
      return true;
    } catch (reason) {
      this._failure = errorSentence(reason, this.couture.trans);
      return false;
    } finally {
      this._isBusy = false;
      this.update();
    }
  }

  protected abstract change(): Promise<void>;

  protected abstract options(): ReactElement;

  protected choose({ choice = this.choice }: { choice?: IChoice }): void {
    this.choice = choice;
    this._failure = '';
    this.update();
  }

  protected body(): ReactElement {
    return (
      <div className="couture-Changes-body">
        {this.options()}
        {this._failure && (
          <div className="couture-Field-error" role="alert">
            {this._failure}
          </div>
        )}
      </div>
    );
  }

  protected choice: IChoice;
  private _failure = '';
  private _isBusy = false;
}

/** Closes only when the change was made, so that nothing chosen is lost. */
export class ChangeDialog extends Dialog<void> {
  constructor(private readonly _options: Partial<Dialog.IOptions<void>> & { body: ChangeBody }) {
    super(_options);
  }

  override resolve(index = 1): void {
    if (!this._options.buttons?.[index]?.accept) {
      super.resolve(index);
      return;
    }
    void this._options.body.submit().then(isDone => {
      if (isDone) {
        super.resolve(index);
      }
    });
  }
}
