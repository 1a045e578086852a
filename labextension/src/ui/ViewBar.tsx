/** The controls of a view. Where the page offers a place for them, beside its own, they stand there; else where they are. */
import type { ReactElement, ReactNode } from 'react';
import { createContext, useContext } from 'react';
import { createPortal } from 'react-dom';

const Place = createContext<HTMLElement | null>(null);

/** Offers a place for the controls of the view below it. */
export const ViewBarPlace = Place.Provider;

export function ViewBar({ label, children }: { label: string; children: ReactNode }): ReactElement {
  const place = useContext(Place);
  const bar = (
    <div className="couture-ViewBar" role="group" aria-label={label}>
      {children}
    </div>
  );
  return place ? createPortal(bar, place) : bar;
}
