/** A button that runs a command: label, icon, tooltip and whether it can be pressed all come from the command. */
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { LabIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { useEffect, useReducer } from 'react';
import { useCouture } from './context';
import { dagsOf } from './permissions';
import { type Permission, usePermission } from './usePermission';

export interface ICommandButtonProps {
  command: string;
  args?: ReadonlyPartialJSONObject;
  /** Only the icon; the label becomes the accessible name. */
  iconOnly?: boolean;
  label?: string;
  variant?: 'primary' | 'warn' | 'plain' | 'minimal';
  /** Why it cannot be pressed; the button is disabled and says so. */
  disabledBecause?: string | null;
  /** What one must be allowed to, beside what the command needs; else the button is disabled and says so. */
  needs?: Permission;
  tabIndex?: number;
}

export function CommandButton(props: ICommandButtonProps): ReactElement | null {
  const { command, args = {}, iconOnly = false, variant = 'plain', tabIndex } = props;
  const { commands } = useCouture();
  const lack = usePermission(props.needs, dagsOf(args));
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    commands.commandChanged.connect(redraw);
    return () => {
      commands.commandChanged.disconnect(redraw);
    };
  }, [commands]);
  if (!commands.hasCommand(command) || !commands.isVisible(command, args)) {
    return null;
  }
  const label = props.label ?? commands.label(command, args);
  const icon = commands.icon(command, args);
  const disabledBecause = lack ?? props.disabledBecause ?? null;
  const isEnabled = disabledBecause === null && commands.isEnabled(command, args);
  const title = disabledBecause ?? (commands.caption(command, args) || label);
  return (
    <button
      type="button"
      className={`couture-Button couture-mod-${variant}${iconOnly ? ' couture-mod-iconOnly' : ''}`}
      title={title}
      aria-label={iconOnly ? label : undefined}
      aria-disabled={!isEnabled}
      tabIndex={tabIndex}
      onClick={event => {
        event.stopPropagation();
        if (isEnabled) {
          void commands.execute(command, args);
        }
      }}
    >
      {icon instanceof LabIcon && <icon.react tag="span" className="couture-Button-icon" />}
      {!iconOnly && <span className="couture-Button-label">{label}</span>}
    </button>
  );
}
