/** Whether a DAG is one of the person's favourites; a click changes it. */
import type { ReactElement } from 'react';
import { CommandIDs } from '../commands';
import { useCouture } from '../ui';
import { emptyStarIcon, starIcon } from '../ui/icons';

export function FavoriteStar({ dagId, isFavorite }: { dagId: string; isFavorite: boolean }): ReactElement {
  const { commands, trans } = useCouture();
  const Icon = isFavorite ? starIcon : emptyStarIcon;
  const command = isFavorite ? CommandIDs.unfavoriteDag : CommandIDs.favoriteDag;
  return (
    <button
      type="button"
      className="couture-Button couture-mod-minimal couture-mod-iconOnly"
      aria-label={trans.__('Favourite')}
      aria-pressed={isFavorite}
      title={isFavorite ? trans.__('One of your favourites') : trans.__('Make it one of your favourites')}
      onClick={() => void commands.execute(command, { dagId })}
    >
      <Icon.react tag="span" className="couture-Button-icon" />
    </button>
  );
}
