/** What a DAG's page remembers of the panel beside its views. */
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

export interface IPanelState {
  /** The panel's part of the page, between 0 and 1. */
  readonly share: number;
  /** The tab that was shown last; none: the one that says most. */
  readonly tab: string | undefined;
}

export const FIRST_PANEL: IPanelState = { share: 0.45, tab: undefined };

/** The state that a command's arguments carry through a reload. */
export function panelOf({ panelShare: share, panelTab: tab }: ReadonlyPartialJSONObject): Partial<IPanelState> {
  return {
    ...(typeof share === 'number' && share > 0 && share < 1 && { share }),
    ...(typeof tab === 'string' && { tab })
  };
}

export function panelArgs({ share, tab }: IPanelState): ReadonlyPartialJSONObject {
  return { panelShare: share, ...(tab !== undefined && { panelTab: tab }) };
}
