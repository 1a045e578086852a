/** What the list does with several variables: delete and export. */
import { Dialog, Notification, ReactWidget, showDialog } from '@jupyterlab/apputils';
import type { ReactElement } from 'react';
import type { ICouture } from '../tokens';
import { attempt, confirmDestructive, saveAsFile, usesSentences } from '../ui';
import { exportText } from './exporting';

const MOST_NAMED = 10;
const COMMAND = 'couture variables export variables.json';

/** Ask, then delete; the keys that are gone. */
export async function deleteVariables(couture: ICouture, keys: readonly string[]): Promise<readonly string[]> {
  const { client, changes, trans } = couture;
  const more = keys.length - MOST_NAMED;
  const uses = await Promise.all(keys.slice(0, MOST_NAMED).map(key => client.variables.uses(key)));
  const question = {
    title: trans._n('Delete %1 variable?', 'Delete %1 variables?', keys.length),
    sentences: [...usesSentences(uses.flat(), trans), trans.__('Whatever asks for it fails from now on. This cannot be undone.')],
    goes: [...keys.slice(0, MOST_NAMED), ...(more > 0 ? [trans._n('and %1 more', 'and %1 more', more)] : [])],
    action: trans.__('Delete')
  };
  let gone: readonly string[] = [];
  if (await confirmDestructive(question, trans)) {
    await attempt(
      trans.__('Not everything could be deleted.'),
      async () => {
        const { done, problems } = await client.variables.delete(keys);
        gone = done;
        changes.announce({ subject: 'variable', what: 'deleted' });
        if (problems.length > 0) {
          throw new Error(problems.join(' '));
        }
      },
      trans
    );
  }
  return gone;
}

/** Ask what to do with hidden values, if there are any, then save a file with all variables whose key contains the text. */
export async function exportVariables(couture: ICouture, text: string): Promise<void> {
  const { client, trans } = couture;
  await attempt(
    trans.__('The variables could not be exported.'),
    async () => {
      const found = await client.variables.all(text);
      const hidden = found.filter(({ is_hidden }) => is_hidden).length;
      const withHidden = hidden > 0 ? await askForHidden(couture, hidden) : false;
      if (withHidden !== null) {
        saveAsFile('variables.json', exportText(found, withHidden));
        const saved = withHidden ? found.length : found.length - hidden;
        Notification.success(trans._n('%1 variable was exported.', '%1 variables were exported.', saved), { autoClose: 4000 });
      }
    },
    trans
  );
}

/** Whether hidden variables are named in the file; null: do not export. */
async function askForHidden({ trans }: ICouture, count: number): Promise<boolean | null> {
  const body = new HiddenBody(
    trans._n('%1 variable is hidden.', '%1 variables are hidden.', count),
    trans.__('Hidden values never leave the server this way. On the server, this writes them into a file:'),
    trans.__('Name them in the file, with *** in place of the value: an import elsewhere tells which are missing')
  );
  const { button } = await showDialog({
    title: trans.__('Export variables'),
    body,
    buttons: [Dialog.cancelButton(), Dialog.okButton({ label: trans.__('Export') })]
  });
  return button.accept ? body.getValue() : null;
}

class HiddenBody extends ReactWidget {
  constructor(
    private readonly _count: string,
    private readonly _how: string,
    private readonly _label: string
  ) {
    super();
  }

  getValue(): boolean {
    return this._isNaming;
  }

  protected render(): ReactElement {
    return (
      <div className="couture-Confirmation">
        <p>{this._count}</p>
        <p>
          {this._how} <code>{COMMAND}</code>
        </p>
        <label>
          <input
            type="checkbox"
            onChange={event => {
              this._isNaming = event.target.checked;
            }}
          />{' '}
          {this._label}
        </label>
      </div>
    );
  }

  private _isNaming = false;
}
