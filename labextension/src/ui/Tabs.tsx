/** Tabs: arrow keys move between them, each shows its own panel. */
import type { KeyboardEvent, ReactElement, ReactNode } from 'react';
import { useId, useRef } from 'react';

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
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) {
      return;
    }
    event.preventDefault();
    const index = tabs.findIndex(tab => tab.id === current);
    const next = tabs[(index + step + tabs.length) % tabs.length];
    onChange(next.id);
    list.current?.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus();
  };
  return (
    <div className="couture-Tabs">
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
      <div className="couture-Tabs-panel" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${current}`}>
        {children}
      </div>
    </div>
  );
}
