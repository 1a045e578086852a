/** Above the list: search, folder, what can be made, and what can be done with the chosen files. */
import { addIcon, downloadIcon, fileUploadIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { useRef } from 'react';
import { ActionButton, useCouture } from '../ui';
import { downloadFiles } from './commands';

export interface IFileBarProps {
  search: string;
  onSearch: (text: string) => void;
  folder: string;
  folders: readonly string[];
  onFolder: (folder: string) => void;
  /** Where the DAG folder is. */
  place: string;
  selected: readonly string[];
  onNew: () => void;
  onFiles: (files: File[]) => void;
}

export function FileBar(props: IFileBarProps): ReactElement {
  const { search, onSearch, folder, folders, onFolder, place, selected, onNew, onFiles } = props;
  const couture = useCouture();
  const { trans } = couture;
  const input = useRef<HTMLInputElement>(null);
  const take = (files: FileList | null): void => {
    onFiles([...(files ?? [])]);
    if (input.current) {
      input.current.value = ''; // The same file can be chosen again.
    }
  };
  return (
    <div className="couture-ManageDags-bar">
      <input
        type="search"
        className="couture-Input"
        placeholder={trans.__('Search files, DAGs, people')}
        aria-label={trans.__('Search DAG files')}
        value={search}
        onChange={event => onSearch(event.target.value)}
      />
      {folders.length > 0 && (
        <select
          className="couture-Select"
          aria-label={trans.__('Folder')}
          value={folder}
          onChange={event => onFolder(event.target.value)}
        >
          <option value="">{trans.__('All folders')}</option>
          {folders.map(each => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </select>
      )}
      <span className="couture-ManageDags-place" title={trans.__('Where the engine looks for DAG files')}>
        {place}
      </span>
      {selected.length > 0 && (
        <ActionButton
          label={trans._n('Download %1 file', 'Download %1 files', selected.length, selected.length)}
          icon={downloadIcon}
          onClick={() => void downloadFiles(couture, selected)}
        />
      )}
      <ActionButton
        label={trans.__('Upload')}
        title={trans.__('Upload DAG files (*.py); they can be dropped on this page, too')}
        icon={fileUploadIcon}
        needs="dagFiles:edit"
        onClick={() => input.current?.click()}
      />
      <input
        ref={input}
        type="file"
        accept=".py"
        multiple
        hidden
        aria-label={trans.__('DAG files to upload')}
        onChange={event => take(event.target.files)}
      />
      <ActionButton label={trans.__('New DAG')} icon={addIcon} variant="primary" needs="dagFiles:edit" onClick={onNew} />
    </div>
  );
}
