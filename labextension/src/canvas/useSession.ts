/** A canvas as a component sees it: drawn again after each change, followed while it is shown. */
import { useEffect, useReducer } from 'react';
import type { CanvasSession } from './session';

export function useSession(session: CanvasSession): void {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const onChange = (): void => redraw();
    session.changed.connect(onChange);
    const stop = session.watch();
    return () => {
      stop();
      session.changed.disconnect(onChange);
    };
  }, [session]);
}
