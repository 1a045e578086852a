/** Starts a run like another one after a person edited its parameters in a dialog. */
import { Dialog } from '@jupyterlab/apputils';
import type { ReactElement } from 'react';
import { ApiError, type IDagRun } from '../api';
import { checkRows, rowPath } from '../parameters/checks';
import { ParameterFields } from '../parameters/ParameterFields';
import type { IParameterRow } from '../parameters/values';
import type { ICouture } from '../tokens';
import { CoutureWidget } from '../ui';
import { editableOf, type IEditable } from '../parameters/editable';
import { CodeField, codeChoice, type ICodeChoice } from './which_code';

/** Let a person edit the parameters and start the run; null when they decide against it. */
export async function editAndRerun(couture: ICouture, dagId: string, runId: string): Promise<IDagRun | null> {
  const { client, trans } = couture;
  const run = await client.runs.get(dagId, runId);
  const [editable, code] = await Promise.all([editableOf(couture, run), codeChoice(couture, run)]);
  const body = new RerunBody(couture, editable, code, (conf, isNewest) =>
    client.runs.rerun(dagId, runId, conf, isNewest)
  );
  const dialog = new RerunDialog({
    title: trans.__('Run "%1" with other parameters', dagId),
    body,
    buttons: [Dialog.cancelButton(), Dialog.okButton({ label: trans.__('Run') })],
    focusNodeSelector: '.couture-Parameter-value'
  });
  const result = await dialog.launch();
  return result.button.accept ? body.started : null;
}

/** Closes only when the run was started, so that nothing typed is lost. */
class RerunDialog extends Dialog<void> {
  constructor(private readonly _options: Partial<Dialog.IOptions<void>> & { body: RerunBody }) {
    super(_options);
  }

  override resolve(index = 1): void {
    if (!this._options.buttons?.[index]?.accept) {
      super.resolve(index);
      return;
    }
    void this._options.body.submit().then(isStarted => {
      if (isStarted) {
        super.resolve(index);
      }
    });
  }
}

class RerunBody extends CoutureWidget {
  constructor(
    couture: ICouture,
    private readonly _editable: IEditable,
    private _code: ICodeChoice | null,
    private readonly _start: (conf: Record<string, unknown>, isNewest?: boolean) => Promise<IDagRun>
  ) {
    super(couture);
    this._rows = _editable.rows;
    this.addClass('couture-Rerun');
  }

  /** The run that was started. */
  started: IDagRun | null = null;

  /** Check the values and start the run; false when something is wrong, which the fields then say. */
  async submit(): Promise<boolean> {
    this._problems = checkRows(this._rows, this.couture.trans);
    this._failure = '';
    if (Object.keys(this._problems).length === 0 && !this._isBusy) {
      this._isBusy = true;
      try {
        this.started = await this._start(this._editable.confOf(this._rows), this._code?.isNewest);
      } catch (reason) {
        this._refuse(reason);
      }
      this._isBusy = false;
    }
    this.update();
    return this.started !== null;
  }

  getValue(): void {
    // The started run is the value; see `started`.
  }

  protected body(): ReactElement {
    const { trans } = this.couture;
    return (
      <div className="couture-Rerun-body">
        {this._rows.length === 0 && <p className="couture-muted">{trans.__('This run has no parameters.')}</p>}
        <ParameterFields
          rows={this._rows}
          problems={this._problems}
          onChange={rows => {
            this._rows = rows;
            this.update();
          }}
        />
        {this._code && (
          <CodeField
            choice={this._code}
            onChange={isNewest => {
              this._code = this._code && { ...this._code, isNewest };
              this.update();
            }}
          />
        )}
        {this._failure && (
          <div className="couture-Field-error" role="alert">
            {this._failure}
          </div>
        )}
      </div>
    );
  }

  private _refuse(reason: unknown): void {
    const fields = reason instanceof ApiError ? reason.fields : {};
    for (const [path, message] of Object.entries(fields)) {
      const name = path.replace(/^(?:conf\.)?(?:parameters\.)?/, '');
      const row = this._rows.find(each => each.name === name);
      this._problems = row ? { ...this._problems, [rowPath(row)]: message } : this._problems;
    }
    if (Object.keys(this._problems).length === 0) {
      this._failure = reason instanceof Error ? reason.message : String(reason);
    }
  }

  private _rows: IParameterRow[];
  private _problems: Record<string, string> = {};
  private _failure = '';
  private _isBusy = false;
}
