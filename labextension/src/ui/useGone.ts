/** Whether what a page shows was deleted while the page was open: known from the change, without asking in vain. */
import type { DependencyList } from 'react';
import { useEffect, useState } from 'react';
import type { IChange } from '../state/changes';
import { useCouture } from './context';

/** `isAbout` names the changes of the thing itself, not of its parts; one that comes after brings it back. */
export function useGone(isAbout: (change: IChange) => boolean, deps: DependencyList): boolean {
  const { changes } = useCouture();
  const [isGone, setGone] = useState(false);
  useEffect(() => {
    const look = (_: unknown, arrived: readonly IChange[]): void => {
      const last = arrived.filter(isAbout).at(-1);
      if (last) {
        setGone(last.what === 'deleted');
      }
    };
    changes.arrived.connect(look);
    return () => {
      changes.arrived.disconnect(look);
    };
    // The caller's deps say when isAbout means something else.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [changes, ...deps]);
  return isGone;
}
