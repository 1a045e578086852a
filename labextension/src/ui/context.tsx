/** How a React component of ours reaches the client, the changes, the commands and the translations. */
import { ReactWidget } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { createContext, useContext } from 'react';
import type { ICouture } from '../tokens';

const CoutureContext = createContext<ICouture | null>(null);

/** What every feature needs; only inside a `CoutureWidget` or `CoutureProvider`. */
export function useCouture(): ICouture {
  const couture = useContext(CoutureContext);
  if (!couture) {
    throw new Error('useCouture: no CoutureProvider above this component.');
  }
  return couture;
}

export const CoutureProvider = CoutureContext.Provider;

/** A widget whose React content may call `useCouture`. */
export abstract class CoutureWidget extends ReactWidget {
  constructor(protected readonly couture: ICouture) {
    super();
    this.addClass('couture-Widget');
  }

  protected abstract body(): ReactElement;

  protected override render(): ReactElement {
    return <CoutureProvider value={this.couture}>{this.body()}</CoutureProvider>;
  }
}
