/** What the dialog shows: the notebooks that will run, and how many at once. */
import { ReactWidget } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactElement } from 'react';
import { Field } from '../ui';

const MOST = 100;

export class FolderBody extends ReactWidget {
  constructor(
    private readonly _notebooks: readonly string[],
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('couture-Widget');
  }

  /** How many at once. */
  getValue(): number {
    return Math.min(MOST, Math.max(1, Number(this._atOnce) || 1));
  }

  protected override render(): ReactElement {
    const trans = this._trans;
    if (!this._notebooks.length) {
      return <p>{trans.__('Only the notebooks right in the folder count.')}</p>;
    }
    return (
      <div className="couture-RunFolder">
        <p>{trans._n('%1 notebook runs:', '%1 notebooks run:', this._notebooks.length, this._notebooks.length)}</p>
        <ul className="couture-RunFolder-list">
          {this._notebooks.map(path => (
            <li key={path}>{path}</li>
          ))}
        </ul>
        <Field
          label={trans.__('At once')}
          hint={trans.__('They become the tasks of one DAG, whose run page shows each of them.')}
        >
          {attributes => (
            <input
              {...attributes}
              className="couture-Input"
              type="number"
              min={1}
              max={MOST}
              defaultValue={this._atOnce}
              onChange={event => {
                this._atOnce = event.target.value;
              }}
            />
          )}
        </Field>
      </div>
    );
  }

  private _atOnce = '2';
}
