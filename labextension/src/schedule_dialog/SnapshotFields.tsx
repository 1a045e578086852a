/** What a snapshot holds: the side files that were found, for a person to confirm, and more that they name. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { ISideFile } from '../api';
import { Toggle, useCouture, useQuery } from '../ui';
import { sizeText } from '../ui/size';
import { useForm } from './context';

export function SnapshotFields(): ReactElement {
  const { trans } = useCouture();
  const { values, set } = useForm();
  const { ref, files } = values.code;
  return (
    <div className="couture-Snapshot">
      {ref !== null && (
        <p className="couture-muted">
          {trans.__('Runs use the snapshot %1.', ref.slice(0, 12))}{' '}
          <button
            type="button"
            className="couture-Button"
            onClick={() => set({ code: { ...values.code, ref: null } })}
          >
            {trans.__('Take a new snapshot when saving')}
          </button>
        </p>
      )}
      {ref === null && <p className="couture-muted">{trans.__('The snapshot is taken when you save.')}</p>}
      <SideFiles files={files} onChange={next => set({ code: { kind: 'snapshot', ref: null, files: next } })} />
    </div>
  );
}

interface ISideFilesProps {
  files: readonly string[];
  onChange: (files: string[]) => void;
}

function SideFiles({ files, onChange }: ISideFilesProps): ReactElement {
  const { client, trans } = useCouture();
  const { values } = useForm();
  const notebook = values.notebook.trim();
  const { data, error } = useQuery(
    () => client.code.sideFiles(notebook),
    () => false,
    [client, notebook]
  );
  const known = new Map((data ?? []).map(each => [each.path, each]));
  const found = (data ?? []).filter(each => each.exists);
  const missing = (data ?? []).filter(each => !each.exists);
  const all = [...new Set([...found.map(each => each.path), ...files])];
  return (
    <fieldset className="couture-SideFiles">
      <legend>{trans.__('Files beside the notebook to pack with it')}</legend>
      {error && <p role="alert">{error.message}</p>}
      {data && all.length === 0 && <p className="couture-muted">{trans.__('None were found in its imports and opens.')}</p>}
      {all.map(path => (
        <div key={path} className="couture-SideFiles-file">
          <Toggle
            label={path}
            isOn={files.includes(path)}
            onChange={isOn => onChange(isOn ? [...files, path] : files.filter(each => each !== path))}
          />
          <span className="couture-muted">{whyText(known.get(path), trans)}</span>
        </div>
      ))}
      {missing.length > 0 && (
        <p className="couture-muted">
          {trans.__('Named by the notebook, but not there: %1', missing.map(each => each.path).join(', '))}
        </p>
      )}
      {found.some(each => each.kind === 'module' && !files.includes(each.path)) && (
        <p role="status">{trans.__('Without the modules that are switched off, the runs fail.')}</p>
      )}
      {found.some(each => !files.includes(each.path)) && (
        <button type="button" className="couture-Button" onClick={() => onChange(all)}>
          {trans.__('Pack all of them')}
        </button>
      )}
      <AddFile onAdd={path => onChange([...new Set([...files, path])])} />
    </fieldset>
  );
}

/** Why the file is in the list, and how large it is. */
function whyText(file: ISideFile | undefined, trans: TranslationBundle): string {
  if (file === undefined) {
    return trans.__('named by you');
  }
  const reasons: Record<ISideFile['kind'], string> = {
    module: trans.__('imported or run in cell %1', (file.cell ?? 0) + 1),
    data: trans.__('opened in cell %1', (file.cell ?? 0) + 1),
    environment: trans.__('a list of packages')
  };
  return [reasons[file.kind], file.size === null ? '' : sizeText(file.size)].filter(Boolean).join(', ');
}

function AddFile({ onAdd }: { onAdd: (path: string) => void }): ReactElement {
  const { trans } = useCouture();
  const [path, setPath] = useState('');
  const add = (): void => {
    if (path.trim() !== '') {
      onAdd(path.trim());
      setPath('');
    }
  };
  return (
    <div className="couture-Buttons">
      <input
        className="couture-Input"
        aria-label={trans.__('Path of another file in the workspace')}
        placeholder={trans.__('Path of another file in the workspace')}
        value={path}
        spellCheck={false}
        onChange={event => setPath(event.target.value)}
        onKeyDown={event => {
          if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
            event.preventDefault();
            add();
          }
        }}
      />
      <button type="button" className="couture-Button" aria-disabled={path.trim() === ''} onClick={add}>
        {trans.__('Add')}
      </button>
    </div>
  );
}
