/** A button that is only an icon; what it does is its name and its tooltip. */
import type { LabIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';

export interface IIconButtonProps {
  icon: LabIcon;
  label: string;
  /** Undefined: it cannot be pressed now. */
  onClick?: () => void;
}

export function IconButton({ icon: Icon, label, onClick }: IIconButtonProps): ReactElement {
  return (
    <button
      type="button"
      className="couture-Button couture-mod-minimal couture-mod-iconOnly"
      aria-label={label}
      title={label}
      aria-disabled={!onClick}
      onClick={onClick}
    >
      <Icon.react tag="span" className="couture-Button-icon" />
    </button>
  );
}
