/** All assets, page by page; choosing one shows it with its updates. */
import { type ReactElement, useDeferredValue, useState } from 'react';
import { EmptyState, ErrorBanner, Loading, Pager, Tabs, useCouture, useQuery } from '../ui';
import { AssetDetails } from './AssetDetails';
import { AssetTable } from './AssetTable';
import { Lineage } from './Lineage';

const PAGE = 25;

export interface IAssetsPageProps {
  chosen: number | null;
  onChoose: (asset: number | null) => void;
  /** Which of the two ways to show all assets. */
  view: AssetsView;
  onView: (view: AssetsView) => void;
}

export type AssetsView = 'list' | 'lineage';

export function AssetsPage({ chosen, onChoose, view, onView }: IAssetsPageProps): ReactElement {
  const { trans } = useCouture();
  return (
    <div className="couture-Page couture-Assets">
      <h1>{trans.__('Assets')}</h1>
      {chosen === null ? (
        <Tabs
          label={trans.__('Assets')}
          tabs={[
            { id: 'list', label: trans.__('List') },
            { id: 'lineage', label: trans.__('Lineage') }
          ]}
          current={view}
          onChange={id => onView(id === 'lineage' ? 'lineage' : 'list')}
        >
          {view === 'lineage' ? <Lineage onOpen={onChoose} /> : <AssetList onChoose={onChoose} />}
        </Tabs>
      ) : (
        <AssetDetails key={chosen} assetId={chosen} onBack={() => onChoose(null)} />
      )}
    </div>
  );
}

function AssetList({ onChoose }: { onChoose: (asset: number) => void }): ReactElement {
  const { client, trans } = useCouture();
  const [text, setText] = useState('');
  const [orderBy, setOrderBy] = useState('name');
  const [offset, setOffset] = useState(0);
  const name = useDeferredValue(text);
  const { data, error, refresh } = useQuery(
    () => client.assets.list({ name_pattern: name, order_by: orderBy, limit: PAGE, offset }),
    change => change.subject === 'asset' || change.subject === 'dag',
    [client, name, orderBy, offset]
  );
  const fromStart = <T,>(set: (value: T) => void) => {
    return (value: T): void => {
      set(value);
      setOffset(0);
    };
  };
  return (
    <>
      <div className="couture-Buttons">
        <input
          className="couture-Input"
          type="search"
          placeholder={trans.__('Search by name')}
          aria-label={trans.__('Search by name')}
          value={text}
          onChange={event => fromStart(setText)(event.target.value)}
        />
      </div>
      {error && <ErrorBanner error={error} onRetry={refresh} />}
      {!data && !error && <Loading />}
      {data?.total_entries === 0 && <NoAssets isSearching={name !== ''} />}
      {data && data.assets.length > 0 && (
        <AssetTable assets={data.assets} orderBy={orderBy} onOrder={fromStart(setOrderBy)} onOpen={onChoose} />
      )}
      <Pager offset={offset} limit={PAGE} total={data?.total_entries ?? 0} onMove={setOffset} />
    </>
  );
}

function NoAssets({ isSearching }: { isSearching: boolean }): ReactElement {
  const { trans } = useCouture();
  if (isSearching) {
    return <EmptyState title={trans.__('No asset has such a name.')} />;
  }
  return (
    <EmptyState title={trans.__('No DAG names an asset yet.')}>
      <p>{trans.__('Give a task outlets=[Asset("prices")], and another DAG schedule=[Asset("prices")].')}</p>
    </EmptyState>
  );
}
