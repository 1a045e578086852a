/** A button with a small panel below it, which Escape or a click elsewhere closes; the focus goes into it and back. */
import type { KeyboardEvent, ReactElement, ReactNode } from 'react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';

export interface IPopoverProps {
  /** What the button shows. */
  face: ReactNode;
  label: string;
  className?: string;
  title?: string;
  isOpenAtFirst?: boolean;
  onClosed?: () => void;
  children: (close: () => void) => ReactNode;
}

export function Popover(props: IPopoverProps): ReactElement {
  const { face, label, className = 'couture-Button', title, isOpenAtFirst = false, onClosed, children } = props;
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  const root = useRef<HTMLSpanElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setOpen(false);
    onClosed?.();
  };
  useCloseOutside(root, isOpen, close);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && isOpen) {
      event.stopPropagation();
      close();
      button.current?.focus();
    }
  };
  return (
    <span className="couture-Popover" ref={root} onKeyDown={onKeyDown}>
      <button
        type="button"
        ref={button}
        className={className}
        title={title}
        aria-label={label}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => (isOpen ? close() : setOpen(true))}
      >
        {face}
      </button>
      {isOpen && <Panel label={label}>{children(close)}</Panel>}
    </span>
  );
}

function Panel({ label, children }: { label: string; children: ReactNode }): ReactElement {
  const panel = useRef<HTMLDivElement>(null);
  const [shift, setShift] = useState(0);
  useEffect(() => {
    panel.current?.querySelector<HTMLElement>('input, select, button')?.focus();
  }, []);
  useLayoutEffect(() => {
    const { left = 0, right = 0 } = panel.current?.getBoundingClientRect() ?? {};
    const room = panel.current?.closest('.couture-Widget')?.getBoundingClientRect();
    if (room && right + 8 > room.right) {
      setShift(Math.max(room.left + 8 - left, room.right - right - 8));
    }
  }, []);
  return (
    // It takes the focus when it is clicked beside its inputs, so that Escape still closes it.
    <div className="couture-Popover-panel" role="dialog" aria-label={label} tabIndex={-1} ref={panel} style={{ marginLeft: shift }}>
      {children}
    </div>
  );
}

function useCloseOutside(root: React.RefObject<HTMLElement>, isOpen: boolean, close: () => void): void {
  useEffect(() => {
    if (!isOpen) {
      return undefined;
    }
    const onPointerDown = (event: PointerEvent): void => {
      if (!root.current?.contains(event.target as Node)) {
        close();
      }
    };
    document.addEventListener('pointerdown', onPointerDown, true);
    return () => document.removeEventListener('pointerdown', onPointerDown, true);
  });
}
