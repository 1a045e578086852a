/** The ways to look at all assets: a list, a drawing, and everything that updated one. */
import type { ReactElement } from 'react';
import { CommandIDs } from '../commands';
import { useCouture } from '../ui';

export type AssetsView = 'list' | 'lineage' | 'events';

export function AssetsNav({ view }: { view: AssetsView }): ReactElement {
  const { commands, trans } = useCouture();
  const views: [AssetsView, string, () => Promise<unknown>][] = [
    ['list', trans.__('List'), () => commands.execute(CommandIDs.openAssets, { view: 'list' })],
    ['lineage', trans.__('Lineage'), () => commands.execute(CommandIDs.openAssets, { view: 'lineage' })],
    ['events', trans.__('Updates'), () => commands.execute(CommandIDs.openAssetEvents)]
  ];
  return (
    <nav className="couture-StateToggles" aria-label={trans.__('Views of assets')}>
      {views.map(([id, label, open]) => (
        <button
          key={id}
          type="button"
          className="couture-StateToggle"
          aria-current={id === view ? 'page' : undefined}
          onClick={() => void open()}
        >
          {label}
        </button>
      ))}
    </nav>
  );
}
