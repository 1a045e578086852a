/** What the components of code bricks need beside the client: editors to show code in, and the editors to insert into. */
import type { IEditorServices } from '@jupyterlab/codeeditor';
import { createContext, useContext, useEffect, useReducer } from 'react';
import type { IEditing } from './editing';
import type { ITextTarget } from './target';
import type { ITargets } from './targets';

export interface IBrickServices {
  readonly editors: IEditorServices;
  readonly targets: ITargets;
  readonly writing: IWriting;
}

/** The brick that is being written and not saved; null: none. It is kept when the page shows something else. */
export interface IWriting {
  editing: IEditing | null;
}

const BrickContext = createContext<IBrickServices | null>(null);

export const BrickProvider = BrickContext.Provider;

export function useBrickServices(): IBrickServices {
  const services = useContext(BrickContext);
  if (!services) {
    throw new Error('useBrickServices: no BrickProvider above this component.');
  }
  return services;
}

/** The editor that a brick would go into now. */
export function useTarget(): ITextTarget | null {
  const { targets } = useBrickServices();
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    targets.changed.connect(redraw);
    return () => {
      targets.changed.disconnect(redraw);
    };
  }, [targets]);
  return targets.current;
}
