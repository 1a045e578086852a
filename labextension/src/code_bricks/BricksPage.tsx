/** The page of code bricks: find them, look at one, write one, import some. */
import type { ReactElement } from 'react';
import { CommandIDs } from '../commands';
import type { IPageProps } from '../tokens';
import { CommandButton, useCouture } from '../ui';
import { BrickBrowser } from './BrickBrowser';
import { BrickEditor } from './BrickEditor';
import { asPlace, fromPlace, keep } from './editing';
import { KeptBricks } from './KeptBricks';
import { ImportView } from './ImportView';
import { useBrickServices, useTarget } from './services';

export function BricksPage({ place, onPlace }: IPageProps): ReactElement {
  const { trans } = useCouture();
  const { targets } = useBrickServices();
  const target = useTarget();
  const editing = fromPlace(place);
  const chosen = typeof place.brickId === 'string' && place.brickId !== '' ? place.brickId : null;
  const show = (brickId: string | null): void => onPlace(keep(place, brickId === null ? {} : { brickId }, null));
  if (editing) {
    return (
      <BrickEditor
        key={typeof place.begun === 'number' ? place.begun : 0}
        editing={editing}
        onKeep={kept => onPlace(keep(place, { ...asPlace(kept), begun: place.begun }, null))}
        onSaved={brick => show(brick.code_brick_id)}
        onCancel={() => show(editing.brickId)}
      />
    );
  }
  if (place.importing === true) {
    return <ImportView onDone={() => show(null)} />;
  }
  return (
    <div className="couture-BricksPage">
      <header className="couture-BricksPage-head">
        <h1>{trans.__('Code bricks')}</h1>
        <div className="couture-Buttons">
          <CommandButton command={CommandIDs.newBrick} label={trans.__('New Brick')} variant="primary" />
          <CommandButton command={CommandIDs.importBricks} label={trans.__('Import…')} />
          <CommandButton command={CommandIDs.exportBricks} label={trans.__('Export All')} />
        </div>
      </header>
      <KeptBricks place={place} onPlace={onPlace} />
      <BrickBrowser target={target} chosen={chosen} onChoose={show} onInserted={() => targets.reveal()} />
    </div>
  );
}
