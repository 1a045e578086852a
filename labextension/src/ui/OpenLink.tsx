/** A text that opens something, and says on hover what is cut off. */
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { ReactElement, ReactNode } from 'react';
import { useCouture } from './context';

export interface IOpenLinkProps {
  command: string;
  args: ReadonlyPartialJSONObject;
  title?: string;
  tabIndex?: number;
  className?: string;
  children: ReactNode;
}

export function OpenLink({ command, args, title, tabIndex, className = '', children }: IOpenLinkProps): ReactElement {
  const { commands } = useCouture();
  return (
    <button
      type="button"
      className={`couture-Link ${className}`}
      title={title}
      tabIndex={tabIndex}
      onClick={() => void commands.execute(command, args)}
    >
      {children}
    </button>
  );
}
