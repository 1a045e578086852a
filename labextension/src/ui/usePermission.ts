/** Whether the person may do something: asked once a page, and said by every button that cannot be pressed. */
import { useEffect, useReducer } from 'react';
import { ApiError, type ICoutureClient, type IWorkspace } from '../api';
import { useCouture } from './context';

/** As couture_scheduler/access.py names it, e.g. `variables:edit`. */
export type Permission = `${string}:${string}`;

export interface IPermission {
  /** Until the answer is there: yes. The server refuses in any case what one may not do. */
  readonly may: boolean;
  /** Why not, as a sentence; null when one may. */
  readonly because: string | null;
}

type Person = Pick<IWorkspace, 'role' | 'permissions'>;

const NOBODY: Person = { role: 'Public', permissions: [] };
const known = new WeakMap<ICoutureClient, Person>();
const asked = new WeakMap<ICoutureClient, Promise<void>>();

/** Without a permission: yes. */
export function usePermission(permission?: Permission): IPermission {
  const { client, trans } = useCouture();
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    let isHere = true;
    if (permission && !known.has(client)) {
      void ask(client).then(() => isHere && redraw());
    }
    return () => {
      isHere = false;
    };
  }, [client, permission]);
  const person = known.get(client);
  if (!permission || !person || person.permissions.includes(permission)) {
    return { may: true, because: null };
  }
  const because = trans.__('Your role, %1, lacks the permission %2. An administrator can give you another role.', person.role, permission);
  return { may: false, because };
}

function ask(client: ICoutureClient): Promise<void> {
  let request = asked.get(client);
  if (!request) {
    request = client.engine.workspace().then(
      person => void known.set(client, person),
      (reason: unknown) => {
        if (reason instanceof ApiError && reason.status === 403) {
          known.set(client, NOBODY);
        } else {
          asked.delete(client); // The server does not answer: the next button asks again.
        }
      }
    );
    asked.set(client, request);
  }
  return request;
}
