/** Draw a component again whenever a signal is emitted. */
import type { ISignal } from '@lumino/signaling';
import { useEffect, useReducer } from 'react';

export function useSignal(signal: ISignal<unknown, unknown>): void {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const onEmit = (): void => redraw();
    signal.connect(onEmit);
    redraw();
    return () => {
      signal.disconnect(onEmit);
    };
  }, [signal]);
}
