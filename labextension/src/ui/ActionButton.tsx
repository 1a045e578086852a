/** A button for what is no command because it only makes sense at its place: save this form, delete this row. */
import type { LabIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { type Permission, usePermission } from './usePermission';

export interface IActionButtonProps {
  label: string;
  icon?: LabIcon;
  /** Only the icon; the label becomes the accessible name. */
  iconOnly?: boolean;
  title?: string;
  variant?: 'primary' | 'warn' | 'plain' | 'minimal';
  /** What one must be allowed to; else the button is disabled and says so. */
  needs?: Permission;
  /** The DAG that it is about. */
  dagId?: string;
  /** Why it cannot be pressed; the button is disabled and says so. */
  disabledBecause?: string | null;
  isSubmit?: boolean;
  /** Whether what it opens and closes is open. */
  isExpanded?: boolean;
  onClick?: () => void;
}

export function ActionButton(props: IActionButtonProps): ReactElement {
  const { label, icon: Icon, iconOnly = false, variant = 'plain', isSubmit = false, onClick } = props;
  const because = usePermission(props.needs, props.dagId === undefined ? [] : [props.dagId]);
  const disabledBecause = because ?? props.disabledBecause ?? null;
  return (
    <button
      type={isSubmit ? 'submit' : 'button'}
      className={`couture-Button couture-mod-${variant}${iconOnly ? ' couture-mod-iconOnly' : ''}`}
      title={disabledBecause ?? props.title ?? (iconOnly ? label : undefined)}
      aria-label={iconOnly ? label : undefined}
      aria-disabled={disabledBecause !== null}
      aria-expanded={props.isExpanded}
      onClick={event => {
        event.stopPropagation();
        if (disabledBecause !== null) {
          event.preventDefault();
        } else {
          onClick?.();
        }
      }}
    >
      {Icon && <Icon.react tag="span" className="couture-Button-icon" />}
      {!iconOnly && <span className="couture-Button-label">{label}</span>}
    </button>
  );
}
