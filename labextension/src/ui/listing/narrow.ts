/** For cells: narrow the list that they stand in further down. */
import { createContext, useContext } from 'react';

/** Set filters by their ids; the others stay. */
export type Narrow = (change: Readonly<Record<string, string>>) => void;

const NarrowContext = createContext<Narrow | null>(null);

export const NarrowProvider = NarrowContext.Provider;

export function useNarrow(): Narrow {
  const narrow = useContext(NarrowContext);
  if (!narrow) {
    throw new Error('useNarrow: this component stands in no list.');
  }
  return narrow;
}
