/** Tabs: arrow keys, Home and End move between them, each shows its own panel. Those that do not fit scroll, and a menu
 * names them all. */
import { ellipsesIcon, MenuSvg } from '@jupyterlab/ui-components';
import { CommandRegistry } from '@lumino/commands';
import type { KeyboardEvent, ReactElement, ReactNode, RefObject } from 'react';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { useCouture } from './context';

export interface ITab {
  id: string;
  label: string;
}

export interface ITabsProps {
  label: string;
  tabs: readonly ITab[];
  current: string;
  onChange: (id: string) => void;
  /** The content of the current tab. */
  children: ReactNode;
}

export function Tabs({ label, tabs, current, onChange, children }: ITabsProps): ReactElement {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const hidden = useHiddenEnds(list, tabs.length);
  useEffect(() => {
    // Not returned: newer browsers answer with a promise, which React would take for the cleanup.
    void tabOf(list.current, current)?.scrollIntoView?.({ block: 'nearest', inline: 'nearest' });
  }, [current, tabs]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = neighbour(tabs, current, event.key);
    if (next) {
      event.preventDefault();
      onChange(next);
      tabOf(list.current, next)?.focus();
    }
  };
  const more = hidden.isBefore || hidden.isAfter;
  return (
    <div className="couture-Tabs">
      <div
        className={`couture-Tabs-bar${hidden.isBefore ? ' couture-mod-before' : ''}${hidden.isAfter ? ' couture-mod-after' : ''}`}
      >
        <div className="couture-Tabs-list" role="tablist" aria-label={label} ref={list} onKeyDown={onKeyDown}>
          {tabs.map(tab => (
            <button
              key={tab.id}
              type="button"
              role="tab"
              id={`${id}-${tab.id}`}
              data-tab={tab.id}
              className="couture-Tabs-tab"
              aria-selected={tab.id === current}
              aria-controls={`${id}-panel`}
              tabIndex={tab.id === current ? 0 : -1}
              onClick={() => onChange(tab.id)}
            >
              {tab.label}
            </button>
          ))}
        </div>
        {more && <MoreButton label={label} tabs={tabs} current={current} onChange={onChange} />}
      </div>
      {/* In the order of Tab, so that it can be scrolled by keyboard where it has nothing to press. */}
      <div
        className="couture-Tabs-panel"
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${current}`}
        tabIndex={0}
      >
        {children}
      </div>
    </div>
  );
}

/** The menu of all tabs, for when some of them are out of sight. */
function MoreButton({ label, tabs, current, onChange }: Omit<ITabsProps, 'children'>): ReactElement {
  const { trans } = useCouture();
  const open = (button: HTMLElement): void => {
    const commands = new CommandRegistry();
    const menu = new MenuSvg({ commands });
    menu.title.label = label;
    for (const tab of tabs) {
      commands.addCommand(tab.id, {
        label: tab.label,
        isToggled: () => tab.id === current,
        describedBy: { args: { type: 'object', properties: {} } },
        execute: () => onChange(tab.id)
      });
      menu.addItem({ command: tab.id });
    }
    menu.aboutToClose.connect(() => button.focus());
    const { left, bottom } = button.getBoundingClientRect();
    menu.open(left, bottom);
  };
  return (
    <button
      type="button"
      className="couture-Button couture-mod-minimal couture-mod-iconOnly couture-Tabs-more"
      aria-haspopup="menu"
      aria-label={trans.__('All sections')}
      title={trans.__('All sections')}
      onClick={event => open(event.currentTarget)}
    >
      <ellipsesIcon.react tag="span" className="couture-Button-icon" />
    </button>
  );
}

/** The tab that a key leads to, round the ends; none for other keys. */
function neighbour(tabs: readonly ITab[], current: string, key: string): string | undefined {
  const index = tabs.findIndex(tab => tab.id === current);
  const steps: Record<string, number> = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: -1 };
  return key in steps ? tabs.at((steps[key] + tabs.length) % tabs.length)?.id : undefined;
}

function tabOf(list: HTMLElement | null, id: string): HTMLElement | undefined {
  return [...(list?.children ?? [])].find(each => (each as HTMLElement).dataset.tab === id) as HTMLElement | undefined;
}

interface IHiddenEnds {
  isBefore: boolean;
  isAfter: boolean;
}

/** Whether tabs are out of sight at the beginning or at the end of the list. */
function useHiddenEnds(list: RefObject<HTMLElement>, count: number): IHiddenEnds {
  const [ends, setEnds] = useState<IHiddenEnds>({ isBefore: false, isAfter: false });
  useLayoutEffect(() => {
    const node = list.current;
    if (!node) {
      return undefined;
    }
    const look = (): void => {
      const isBefore = node.scrollLeft > 1;
      const isAfter = node.scrollLeft + node.clientWidth < node.scrollWidth - 1;
      setEnds(known => (known.isBefore === isBefore && known.isAfter === isAfter ? known : { isBefore, isAfter }));
    };
    const observer = new ResizeObserver(look);
    observer.observe(node);
    node.addEventListener('scroll', look, { passive: true });
    look();
    return () => {
      observer.disconnect();
      node.removeEventListener('scroll', look);
    };
  }, [list, count]);
  return ends;
}
