/** What the dialog shows: the notebooks of the folder to choose from, and how many run at once. */
import { ReactWidget } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { IFolderNotebooks } from '../api';
import type { ICouture } from '../tokens';
import { Field, Toggle } from '../ui';

const MOST = 100;

export interface IFolderChoice {
  notebooks: string[];
  subfolders: boolean;
  atOnce: number;
}

export class FolderBody extends ReactWidget {
  constructor(
    private readonly _couture: ICouture,
    private readonly _folder: string,
    private readonly _found: IFolderNotebooks
  ) {
    super();
    this._choice = { notebooks: _found.notebooks, subfolders: false, atOnce: 2 };
    this.addClass('couture-Widget');
  }

  getValue(): IFolderChoice {
    return this._choice;
  }

  protected override render(): ReactElement {
    return (
      <FolderForm
        couture={this._couture}
        folder={this._folder}
        found={this._found}
        start={this._choice}
        onChange={choice => {
          this._choice = choice;
        }}
      />
    );
  }

  private _choice: IFolderChoice;
}

interface IFolderFormProps {
  couture: ICouture;
  folder: string;
  found: IFolderNotebooks;
  start: IFolderChoice;
  onChange: (choice: IFolderChoice) => void;
}

function FolderForm({ couture, folder, found: first, start, onChange }: IFolderFormProps): ReactElement {
  const { client, trans } = couture;
  const [found, setFound] = useState(first);
  const [choice, setChoice] = useState(start);
  const [error, setError] = useState('');
  const change = (part: Partial<IFolderChoice>): void => {
    const next = { ...choice, ...part };
    setChoice(next);
    onChange(next);
  };
  const look = async (subfolders: boolean): Promise<void> => {
    try {
      const next = await client.notebooks.inFolder(folder, subfolders);
      setFound(next);
      change({ notebooks: next.notebooks, subfolders });
      setError('');
    } catch (reason) {
      setError(reason instanceof Error ? reason.message : String(reason));
    }
  };
  const chosen = new Set(choice.notebooks);
  const choose = (path: string, isOn: boolean): void => {
    const all = [...found.notebooks, ...found.outputs];
    change({ notebooks: all.filter(each => (each === path ? isOn : chosen.has(each))) });
  };
  return (
    <div className="couture-RunFolder">
      <Toggle
        label={trans.__('Also those in the folders below')}
        isOn={choice.subfolders}
        onChange={subfolders => void look(subfolders)}
      />
      {error !== '' && <p role="alert">{error}</p>}
      <p role="status">
        {found.notebooks.length + found.outputs.length === 0
          ? trans.__('There are no notebooks here.')
          : trans._n('%1 notebook runs:', '%1 notebooks run:', choice.notebooks.length)}
      </p>
      <ul className="couture-RunFolder-list" tabIndex={0} aria-label={trans.__('Notebooks')}>
        {[...found.notebooks, ...found.outputs].map(path => (
          <li key={path}>
            <label>
              <input
                type="checkbox"
                checked={chosen.has(path)}
                onChange={event => choose(path, event.target.checked)}
              />{' '}
              {path}
            </label>
            {found.outputs.includes(path) && (
              <span className="couture-muted"> {trans.__('left out: the output of a run')}</span>
            )}
          </li>
        ))}
      </ul>
      <Field
        label={trans.__('At once')}
        hint={trans.__('They become the tasks of one DAG, whose run page shows each of them. They start in this order.')}
      >
        {attributes => (
          <input
            {...attributes}
            className="couture-Input"
            type="number"
            min={1}
            max={MOST}
            defaultValue={choice.atOnce}
            onChange={event => {
              const atOnce = Math.min(MOST, Math.max(1, Math.trunc(Number(event.target.value)) || 1));
              change({ atOnce });
            }}
          />
        )}
      </Field>
    </div>
  );
}
