/** The buttons at the end of a row: edit, copy, delete what stands in it. */
import { copyIcon, deleteIcon, editIcon } from '@jupyterlab/ui-components';
import type { ReactElement, ReactNode } from 'react';
import { ActionButton } from './ActionButton';
import { useCouture } from './context';
import type { IColumn } from './Table';
import type { Permission } from './usePermission';

export interface IRowActionsProps {
  /** What stands in the row. */
  name: string;
  /** What one must be allowed to change it. */
  needs: Permission;
  /** To look at it the form opens, too: for everybody. */
  isOpenToAll?: boolean;
  uneditableBecause?: string | null;
  undeletableBecause?: string | null;
  onEdit: () => void;
  onCopy?: () => void;
  /** Further buttons, before the one that deletes. */
  more?: ReactNode;
  onDelete: () => void;
}

export function RowActions(props: IRowActionsProps): ReactElement {
  const { name, needs, onCopy } = props;
  const { trans } = useCouture();
  const button = { iconOnly: true, variant: 'minimal' } as const;
  return (
    <>
      <ActionButton
        {...button}
        icon={editIcon}
        label={trans.__('Edit %1', name)}
        needs={props.isOpenToAll ? undefined : needs}
        disabledBecause={props.uneditableBecause}
        onClick={props.onEdit}
      />
      {onCopy && <ActionButton {...button} icon={copyIcon} label={trans.__('Copy %1', name)} needs={needs} onClick={onCopy} />}
      {props.more}
      <ActionButton
        {...button}
        icon={deleteIcon}
        label={trans.__('Delete %1', name)}
        needs={needs}
        disabledBecause={props.undeletableBecause}
        onClick={props.onDelete}
      />
    </>
  );
}

/** The column in which they stand. */
export function actionsColumn<T>(label: string, cell: IColumn<T>['cell']): IColumn<T> {
  return { id: 'actions', label, className: 'couture-Table-actions', cell };
}
