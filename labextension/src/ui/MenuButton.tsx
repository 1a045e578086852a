/** A button with a menu of commands below it: what does not need a button of its own. Commands that are not there are left out. */
import { ellipsesIcon, MenuSvg } from '@jupyterlab/ui-components';
import type { ReadonlyJSONObject } from '@lumino/coreutils';
import type { ReactElement } from 'react';
import { useCouture } from './context';

/** An entry; null draws a line. */
export type IMenuEntry = { command: string; args?: ReadonlyJSONObject } | null;

export function MenuButton({ label, entries }: { label: string; entries: readonly IMenuEntry[] }): ReactElement {
  const { commands } = useCouture();
  const open = (button: HTMLElement): void => {
    const menu = new MenuSvg({ commands });
    menu.title.label = label;
    for (const entry of entries) {
      if (entry === null) {
        menu.addItem({ type: 'separator' });
      } else if (commands.hasCommand(entry.command)) {
        menu.addItem({ ...entry, args: { ...entry.args, isMenu: true } });
      }
    }
    menu.aboutToClose.connect(() => button.focus());
    const { left, bottom } = button.getBoundingClientRect();
    menu.open(left, bottom);
  };
  return (
    <button
      type="button"
      className="couture-Button couture-mod-iconOnly"
      aria-haspopup="menu"
      aria-label={label}
      title={label}
      onClick={event => open(event.currentTarget)}
    >
      <ellipsesIcon.react tag="span" className="couture-Button-icon" />
    </button>
  );
}
