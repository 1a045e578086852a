/** The page of assets: their list, their lineage, or one of them with its updates. */
import type { IStateDB } from '@jupyterlab/statedb';
import type { ReactElement } from 'react';
import type { IAsset } from '../api';
import { type IPageProps, useCouture } from '../ui';
import { type IListDefinition, RememberedList } from '../ui/listing';
import { AssetDetails } from './AssetDetails';
import { AssetsNav } from './AssetsNav';
import { Lineage } from './Lineage';

export interface IAssetsPageProps extends IPageProps {
  list: IListDefinition<IAsset>;
  stateDB: IStateDB | null;
}

/** The place holds `assetId`, or `view: 'lineage'`, or the filters of the list. */
export function AssetsPage({ list, stateDB, place, onPlace }: IAssetsPageProps): ReactElement {
  const { trans } = useCouture();
  const chosen = typeof place.assetId === 'number' ? place.assetId : null;
  if (chosen === null && place.view !== 'lineage') {
    return <RememberedList list={list} stateDB={stateDB} place={place} onPlace={onPlace} />;
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
