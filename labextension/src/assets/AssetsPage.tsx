/** The page of assets: their list, their lineage, or one of them with its updates. */
import type { ReactElement } from 'react';
import type { IPageProps } from '../tokens';
import { useCouture } from '../ui';
import { AssetDetails } from './AssetDetails';
import { AssetsNav } from './AssetsNav';
import { Lineage } from './Lineage';
import { AssetList } from './list';

/** The place holds `assetId`, or `view: 'lineage'`, or the filters of the list. */
export function AssetsPage(props: IPageProps): ReactElement {
  const { trans } = useCouture();
  const { place, onPlace } = props;
  const chosen = typeof place.assetId === 'number' ? place.assetId : null;
  if (chosen === null && place.view !== 'lineage') {
    return <AssetList {...props} />;
  }
  return (
    <div className="couture-Page couture-Assets">
      <h1>{trans.__('Assets')}</h1>
      {chosen === null ? (
        <>
          <AssetsNav view="lineage" />
          <Lineage onOpen={assetId => onPlace({ assetId })} />
        </>
      ) : (
        <AssetDetails key={chosen} assetId={chosen} onBack={() => onPlace({})} />
      )}
    </div>
  );
}
