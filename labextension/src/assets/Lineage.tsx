/** The lineage of all assets: which DAGs, by which tasks, write and read them. */
import { type ReactElement, useMemo, useState } from 'react';
import type { IAsset, ICoutureClient } from '../api';
import { CommandIDs } from '../commands';
import { EmptyState, ErrorBanner, Loading, useCouture, useQuery } from '../ui';
import { GraphDrawing } from '../ui/graph';
import { lineageOf, subjectOf } from './lineage_graph';

const PAGE = 100;
/** More than these no drawing is of use for. */
const MOST = 2000;
/** At most this often all assets are fetched anew, in milliseconds. */
const THROTTLE = 2000;

export interface ILineageProps {
  onOpen: (asset: number) => void;
}

export function Lineage({ onOpen }: ILineageProps): ReactElement {
  const { client, commands, trans } = useCouture();
  const [text, setText] = useState('');
  const { data, error, refresh } = useQuery(
    () => allAssets(client),
    change => change.subject === 'dag' || (change.subject === 'asset' && change.what !== 'changed'),
    [client],
    THROTTLE
  );
  const lineage = useMemo(() => data && lineageOf(data.assets), [data]);
  const lit = useMemo(() => {
    const wanted = text.trim().toLowerCase();
    const fits = lineage?.graph.nodes.filter(({ label }) => label.toLowerCase().includes(wanted)) ?? [];
    return wanted ? new Set(fits.map(({ id }) => id)) : null;
  }, [lineage, text]);
  if (!lineage || !data) {
    return error ? <ErrorBanner error={error} onRetry={refresh} /> : <Loading />;
  }
  if (!lineage.graph.nodes.length) {
    return (
      <EmptyState title={trans.__('No DAG writes or reads an asset yet.')}>
        <p>{trans.__('Give a task outlets=[Asset("prices")], and another DAG schedule=[Asset("prices")].')}</p>
      </EmptyState>
    );
  }
  const open = (node: string | null): void => {
    const subject = node === null ? null : subjectOf(node);
    if (subject?.kind === 'asset') {
      onOpen(subject.id);
    } else if (subject) {
      void commands.execute(CommandIDs.openDag, { dagId: subject.id });
    }
  };
  const left = data.total - data.assets.length;
  return (
    <div className="couture-Lineage">
      {error && <ErrorBanner error={error} onRetry={refresh} />}
      <div className="couture-Buttons">
        <input
          className="couture-Input couture-Lineage-search"
          type="search"
          placeholder={trans.__('Find an asset or a DAG')}
          aria-label={trans.__('Find an asset or a DAG')}
          value={text}
          onChange={event => setText(event.target.value)}
        />
        <span className="couture-muted" role="status">
          {lineage.alone > 0 &&
            trans._n('%1 asset that no DAG names is left out.', '%1 assets that no DAG names are left out.', lineage.alone)}{' '}
          {left > 0 && trans._n('%1 more asset is not drawn.', '%1 more assets are not drawn.', left)}
        </span>
      </div>
      <GraphDrawing graph={lineage.graph} label={trans.__('Lineage of assets')} lit={lit} onSelect={open} />
    </div>
  );
}

/** All assets, page by page, up to what can be drawn. */
async function allAssets(client: ICoutureClient): Promise<{ assets: IAsset[]; total: number }> {
  const first = await client.assets.list({ order_by: 'name', limit: PAGE, offset: 0 });
  const assets = [...first.assets];
  while (assets.length < Math.min(first.total_entries, MOST)) {
    const { assets: more } = await client.assets.list({ order_by: 'name', limit: PAGE, offset: assets.length });
    if (!more.length) {
      break;
    }
    assets.push(...more);
  }
  return { assets, total: first.total_entries };
}
