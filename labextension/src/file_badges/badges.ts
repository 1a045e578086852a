/** Puts the state of a notebook's newest run on its row of a file listing, and takes it away again. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { INotebookState } from '../api';
import { absoluteTime, stateIcon, stateLabel } from '../ui';

const ITEM = '.jp-DirListing-item';
const NAME_COLUMN = '.jp-DirListing-itemName';
const TEXT = '.jp-DirListing-itemText';
const BADGE = 'couture-FileBadge';

/** The states of one folder by the name of the file. */
export type FolderStates = ReadonlyMap<string, INotebookState>;

/** Bring the badges of all rows below `listing` up to date; touches only rows whose badge differs. */
export function drawBadges(listing: Element, states: FolderStates, trans: TranslationBundle): void {
  for (const row of listing.querySelectorAll(ITEM)) {
    const name = row.querySelector(TEXT)?.textContent ?? '';
    const isFolder = row.getAttribute('data-isdir') === 'true';
    drawBadge(row, isFolder ? undefined : states.get(name), trans);
  }
}

function drawBadge(row: Element, found: INotebookState | undefined, trans: TranslationBundle): void {
  const badge = row.querySelector<HTMLElement>(`.${BADGE}`);
  const key = found ? `${found.dag_id}\n${found.dag_run_id}\n${found.state}` : undefined;
  if (badge?.dataset.key === key) {
    return;
  }
  badge?.remove();
  const place = row.querySelector(NAME_COLUMN);
  if (found && key !== undefined && place) {
    place.append(newBadge(found, key, trans));
  }
}

function newBadge(found: INotebookState, key: string, trans: TranslationBundle): HTMLElement {
  const badge = document.createElement('span');
  const label = trans.__('Last run: %1, %2', stateLabel(found.state, trans), absoluteTime(found.at));
  badge.className = `${BADGE} couture-StateMark couture-mod-${found.state}`;
  badge.dataset.key = key;
  badge.title = label;
  badge.setAttribute('role', 'img');
  badge.setAttribute('aria-label', label);
  badge.append(stateIcon(found.state).element({ tag: 'span', className: 'couture-StateMark-icon' }));
  return badge;
}

/** The names that the states of a folder belong to. */
export function byName(states: readonly INotebookState[]): FolderStates {
  return new Map(states.map(each => [each.path.slice(each.path.lastIndexOf('/') + 1), each]));
}
