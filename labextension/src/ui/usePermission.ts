/** Why the person may not press a button, as a sentence; null when they may. */
import { useEffect, useReducer } from 'react';
import type { Permission } from '../api/users';
import { useCouture } from './context';
import { isKnown, lackOf, learnRights } from './permissions';

export type { Permission };

/** Without a permission: they may. With `dagIds`: with each of these DAGs. */
export function usePermission(permission?: Permission, dagIds?: readonly string[]): string | null {
  const couture = useCouture();
  const { client, commands } = couture;
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    let isHere = true;
    if (permission && !isKnown({ client, commands })) {
      void learnRights({ client, commands }).then(() => isHere && redraw());
    }
    return () => {
      isHere = false;
    };
  }, [client, commands, permission]);
  return permission ? lackOf(couture, permission, dagIds) : null;
}
