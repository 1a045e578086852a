/** The panels that features have registered. */
import type { IDagEditorPanel, IDagEditorPanels } from '../tokens';
import { useSignal } from './useSignal';

export function usePanels(panels: IDagEditorPanels): readonly IDagEditorPanel[] {
  useSignal(panels.changed);
  return panels.panels;
}
