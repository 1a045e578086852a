/** How a React component of ours reaches the client, the changes, the commands and the translations. */
import { ReactWidget } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import type { ReactElement } from 'react';
import { createContext, useContext } from 'react';
import { ChangesInSight } from '../state/changes_in_sight';
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
    this._changes = new ChangesInSight(couture.changes, () => this.isVisible);
    this._inSight = { ...couture, changes: this._changes };
  }

  override dispose(): void {
    this._changes.dispose();
    super.dispose();
  }

  protected abstract body(): ReactElement;

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this._changes.show();
  }

  protected override render(): ReactElement {
    return <CoutureProvider value={this._inSight}>{this.body()}</CoutureProvider>;
  }

  private readonly _changes: ChangesInSight;
  /** While nobody sees it, its pieces hear of no changes, and so ask for nothing. */
  private readonly _inSight: ICouture;
}
