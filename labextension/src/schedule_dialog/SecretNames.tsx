/** The secrets that there are, to choose from in the fields of the form, and a way to keep another one. */
import { InputDialog } from '@jupyterlab/apputils';
import { addIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { createContext, useContext, useId } from 'react';
import type { ICouture } from '../tokens';
import { attempt, useCouture, useQuery } from '../ui';

const ListContext = createContext<string | undefined>(undefined);

/** The id of the list of names, for an input's `list`. */
export function useSecretNames(): string | undefined {
  return useContext(ListContext);
}

export function SecretNames({ children }: { children: ReactElement }): ReactElement {
  const couture = useCouture();
  const { client, trans } = couture;
  const listId = useId();
  const { data: names = [], refresh } = useQuery(
    () => client.secrets.names(),
    change => change.subject === 'variable' || change.subject === 'connection',
    [client]
  );
  return (
    <ListContext.Provider value={listId}>
      <datalist id={listId}>
        {names.map(name => (
          <option key={name} value={name} />
        ))}
      </datalist>
      {children}
      <div className="couture-Buttons">
        <button
          type="button"
          className="couture-Button couture-mod-minimal"
          onClick={() => void keepNew(couture).then(isKept => isKept && refresh())}
        >
          <addIcon.react tag="span" className="couture-Button-icon" />
          <span>{trans.__('Keep a new secret…')}</span>
        </button>
      </div>
    </ListContext.Provider>
  );
}

/** Ask for a key and a value, unseen, and keep them as a variable; whether that was done. */
async function keepNew({ client, trans }: ICouture): Promise<boolean> {
  const title = trans.__('Keep a new secret');
  const key = await InputDialog.getText({
    title,
    label: trans.__('Key, such as shop_password (with password, secret, token or api_key in it, nobody is shown the value)'),
    okLabel: trans.__('Next')
  });
  if (!key.button.accept || !key.value?.trim()) {
    return false;
  }
  const name = key.value.trim();
  const value = await InputDialog.getPassword({
    title,
    label: trans.__('Value of variable:%1', name),
    okLabel: trans.__('Keep')
  });
  if (!value.button.accept || !value.value) {
    return false;
  }
  const { value: secret } = value;
  return attempt(trans.__('The secret was not kept.'), () => client.secrets.keep(name, secret), trans);
}
