/** The line above a list of what people keep in the store: search, a new one, the import of a file, the export. */
import { addIcon, downloadIcon, fileUploadIcon } from '@jupyterlab/ui-components';
import type { ReactElement, ReactNode } from 'react';
import type { IPageProps } from '../tokens';
import { ActionButton } from './ActionButton';
import { useCouture } from './context';
import { type ISearchFieldProps, SearchField } from './SearchField';
import type { Permission } from './usePermission';

export interface IStoreBarProps extends Pick<IPageProps, 'onPlace'> {
  search: ISearchFieldProps;
  /** What one must be allowed to for new ones. */
  needs: Permission;
  newLabel: string;
  /** How many there are to export. */
  total: number;
  exporting: { label: string; title?: string; onClick: () => void };
  /** Buttons for the chosen ones. */
  children?: ReactNode;
}

export function StoreBar({ search, needs, newLabel, total, exporting, onPlace, children }: IStoreBarProps): ReactElement {
  const { trans } = useCouture();
  return (
    <div className="couture-Buttons">
      <SearchField {...search} />
      <ActionButton variant="primary" icon={addIcon} label={newLabel} needs={needs} onClick={() => onPlace({ view: 'new' })} />
      <ActionButton icon={fileUploadIcon} label={trans.__('Import…')} needs={needs} onClick={() => onPlace({ view: 'import' })} />
      <ActionButton
        icon={downloadIcon}
        {...exporting}
        disabledBecause={total > 0 ? null : trans.__('There is nothing to export.')}
      />
      {children}
    </div>
  );
}
