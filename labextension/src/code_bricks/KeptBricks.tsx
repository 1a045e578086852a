/** Bricks that were begun and not saved when the page was asked to show something else: go on with one, or let it go. */
import type { ReactElement } from 'react';
import type { IPageProps } from '../tokens';
import { ActionButton, confirmDestructive, useCouture } from '../ui';
import { asPlace, type IEditing, keep, keptIn } from './editing';

export function KeptBricks({ place, onPlace }: Pick<IPageProps, 'place' | 'onPlace'>): ReactElement | null {
  const { trans } = useCouture();
  const kept = keptIn(place);
  if (!kept.length) {
    return null;
  }
  const without = (editing: IEditing): IPageProps['place'] => ({
    ...place,
    kept: JSON.stringify(kept.filter(each => each !== editing))
  });
  const goOn = (editing: IEditing): void => onPlace(keep(without(editing), { ...asPlace(editing), begun: Date.now() }, null));
  const discard = async (editing: IEditing): Promise<void> => {
    const question = {
      title: trans.__('Discard what you wrote of %1?', titleOf(editing)),
      sentences: [trans.__('It is not saved.')],
      action: trans.__('Discard')
    };
    if (await confirmDestructive(question, trans)) {
      onPlace(without(editing));
    }
  };
  return (
    <section className="couture-KeptBricks" aria-label={trans.__('Not saved yet')}>
      <strong>{trans.__('Not saved yet')}</strong>
      <ul>
        {kept.map((editing, index) => (
          <li key={index}>
            <span>{titleOf(editing)}</span>
            <ActionButton label={trans.__('Go on writing')} onClick={() => goOn(editing)} />
            <ActionButton label={trans.__('Discard')} variant="minimal" onClick={() => void discard(editing)} />
          </li>
        ))}
      </ul>
    </section>
  );

  function titleOf({ content }: IEditing): string {
    return content.title || trans.__('a brick without a title');
  }
}
