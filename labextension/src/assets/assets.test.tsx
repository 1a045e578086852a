import { runIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CommandIDs } from '../commands';
import { layOut } from '../graph/elk';
import type { IPage } from '../tokens';
import { testCouture, viewerWho } from '../testing/couture';
import { draw } from '../testing/render';
import { AssetsOfDag } from './AssetsOfDag';
import { AssetsPage } from './AssetsPage';
import { Lineage } from './Lineage';
import { lineageOf, subjectOf } from './lineage_graph';

const PAGE: IPage = { id: 'assets', command: 'open', label: 'Assets', caption: '', icon: runIcon, load: async () => AssetsPage };
const MOMENT = '2026-03-04T12:00:00Z';
const ASSET = {
  id: 7,
  name: 'prices',
  uri: 's3://bucket/prices',
  group: 'asset',
  extra: {},
  created_at: MOMENT,
  updated_at: MOMENT,
  scheduled_dags: [{ dag_id: 'reports', created_at: MOMENT, updated_at: MOMENT }],
  producing_tasks: [{ dag_id: 'load', task_id: 'fetch', created_at: MOMENT, updated_at: MOMENT }],
  consuming_tasks: [],
  aliases: [],
  watchers: [],
  last_asset_event: { id: 3, timestamp: MOMENT }
};
const EVENT = {
  id: 3,
  asset_id: 7,
  name: 'prices',
  uri: 's3://bucket/prices',
  group: 'asset',
  extra: { rows: 3 },
  source_dag_id: 'load',
  source_run_id: 'manual__1',
  source_task_id: 'fetch',
  source_map_index: -1,
  created_dagruns: [],
  timestamp: MOMENT,
  partition_key: '2026-03-04'
};
const STATE = {
  key: 'watermark',
  value: 7,
  updated_at: MOMENT,
  last_updated_by: { kind: 'task', dag_id: 'load', run_id: 'manual__1', task_id: 'fetch', map_index: -1 }
};
const NO_PARTITIONS = { is_partitioned: false, partitions: [], total_partitions: 0 };
const NOTHING_AWAITED = { dag_id: 'load', asset_expression: null, awaited: [], ...NO_PARTITIONS };

describe('the lineage of assets', () => {
  const use = (dag_id: string, task_id: string): (typeof ASSET.producing_tasks)[number] => {
    return { dag_id, task_id, created_at: MOMENT, updated_at: MOMENT };
  };
  const read = { ...ASSET, id: 8, name: 'orders', consuming_tasks: [use('load', 'a'), use('load', 'b'), use('load', 'c')] };
  const alone = { ...ASSET, id: 9, name: 'alone', scheduled_dags: [], producing_tasks: [] };

  it('leads from those who write to the asset, and on to those who await and read it', () => {
    const { graph, alone: left } = lineageOf([ASSET, { ...read, producing_tasks: [], scheduled_dags: [] }, alone]);
    expect(graph.edges).toEqual([
      { source: 'dag:load', target: 'asset:7', label: 'fetch' },
      { source: 'asset:7', target: 'dag:reports' },
      { source: 'asset:8', target: 'dag:load', label: 'a, b +1' }
    ]);
    expect(graph.nodes.map(({ id }) => id)).toEqual(['asset:7', 'asset:8', 'dag:load', 'dag:reports']);
    expect(left).toBe(1);
    expect(graph.nodes.map(({ id }) => subjectOf(id))).toEqual([
      { kind: 'asset', id: 7 },
      { kind: 'asset', id: 8 },
      { kind: 'dag', id: 'load' },
      { kind: 'dag', id: 'reports' }
    ]);
  });

  it('opens the asset that is clicked', async () => {
    await layOut(lineageOf([ASSET]).graph);
    const onOpen = vi.fn();
    const couture = testCouture({ 'GET assets': { assets: [ASSET, alone], total_entries: 2 } });
    const drawn = await draw(<Lineage onOpen={onOpen} />, couture);
    expect(drawn.node.textContent).toContain('1 asset that no DAG names is left out.');
    await drawn.act(() => drawn.node.querySelector<HTMLElement>('[data-node="asset:7"] button')!.click());
    expect(onOpen).toHaveBeenCalledWith(7);
    drawn.remove();
  });
});

function page(place = {}): ReactElement {
  return <AssetsPage page={PAGE} stateDB={null} place={place} onPlace={vi.fn()} />;
}

/** Lists draw what is in sight, and nothing has a size in jsdom. */
beforeEach(() => {
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(300);
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(300);
});
afterEach(() => vi.restoreAllMocks());

describe('the page of assets', () => {
  it('lists them with links to who makes and awaits them', async () => {
    const couture = testCouture({ 'GET assets': { assets: [ASSET], total_entries: 1 } });
    const open = vi.fn();
    couture.commands.addCommand(CommandIDs.openDag, { execute: open });
    couture.commands.addCommand(CommandIDs.openAssets, { execute: open });
    const drawn = await draw(page(), couture);
    const links = [...drawn.node.querySelectorAll<HTMLButtonElement>('button.couture-Link')];
    expect(links.map(link => link.textContent)).toEqual(['prices', 'load.fetch', 'reports']);
    await drawn.act(() => links[0].click());
    expect(open).toHaveBeenLastCalledWith({ assetId: 7 });
    await drawn.act(() => links[1].click());
    expect(open).toHaveBeenLastCalledWith({ dagId: 'load' });
  });

  it('shows an asset with its updates, and notes one by hand', async () => {
    const couture = testCouture({
      'GET assets/7': ASSET,
      'GET assets/events': { asset_events: [EVENT], total_entries: 1 },
      'GET assets/7/state-store': { asset_state_store: [STATE], total_entries: 1 },
      'POST assets/events': EVENT
    });
    const drawn = await draw(page({ assetId: 7 }), couture);
    expect(drawn.node.querySelector('[aria-label=Updates]')?.textContent).toContain('2026-03-04');
    expect(drawn.node.querySelector('[aria-label=Updates]')?.textContent).toContain('rows: 3');
    expect(drawn.node.querySelector('[aria-label=State] tbody')?.textContent).toMatch(/^watermark7.*load\.fetch$/);
    const button = [...drawn.node.querySelectorAll('button')].find(each => each.textContent === 'Create event…');
    await drawn.act(() => button?.click());
    await drawn.act(() => drawn.node.querySelector<HTMLButtonElement>('form [type=submit]')?.click());
    expect(couture.asked).toContain('POST assets/events');
    expect(drawn.node.querySelector('form')).toBeNull();
  });

  it('is made by those who may start runs of the DAG that makes it', async () => {
    const offered = async (mayEdit: string): Promise<(string | null)[]> => {
      const drawn = await draw(page({ assetId: 7 }), testCouture({ 'GET assets/7': ASSET, ...viewerWho(mayEdit) }));
      const buttons = [...drawn.node.querySelectorAll('button')].slice(1, 3);
      return buttons.map(button => `${button.textContent} ${button.getAttribute('aria-disabled')}`);
    };
    expect(await offered('load')).toEqual(['Materialize false', 'Create event… true']);
    expect(await offered('other')).toEqual(['Materialize true', 'Create event… true']);
  });

  it('says so when nobody names an asset', async () => {
    const couture = testCouture({ 'GET assets': { assets: [], total_entries: 0 } });
    const drawn = await draw(page(), couture);
    expect(drawn.node.textContent).toContain('No DAG names an asset yet.');
  });
});

describe("a DAG's section of assets", () => {
  it('says what the next run waits for and what of it has come', async () => {
    const awaited = [
      { kind: 'asset', name: 'prices', uri: 's3://bucket/prices', asset_id: 7, since: MOMENT, last_event: MOMENT },
      { kind: 'alias', name: 'found', uri: null, asset_id: null, since: null, last_event: null }
    ];
    const expression = { all: [{ asset: { name: 'prices' } }, { alias: { name: 'found' } }] };
    const couture = testCouture({
      'GET dags/reports/assets/nextRun': { dag_id: 'reports', asset_expression: expression, awaited, ...NO_PARTITIONS },
      'GET assets': { assets: [], total_entries: 0 }
    });
    const drawn = await draw(<AssetsOfDag dagId="reports" />, couture);
    expect(drawn.node.textContent).toContain('It starts when these have been updated: prices and found');
    const rows = [...drawn.node.querySelectorAll('tbody tr')].map(row => row.textContent);
    expect(rows[0]).toContain('Has come');
    expect(rows[1]).toBe('found (alias)Awaited–');
  });

  it('says how far the partitions are that wait', async () => {
    const assets = [{ asset: 'hours', received: 3, required: 24 }];
    const next = {
      dag_id: 'days',
      asset_expression: { asset: { name: 'hours' } },
      awaited: [{ kind: 'asset', name: 'hours', uri: 'hours', asset_id: 8, since: MOMENT, last_event: MOMENT }],
      is_partitioned: true,
      partitions: [{ partition_key: '2026-03-04', assets }],
      total_partitions: 2
    };
    const couture = testCouture({
      'GET dags/days/assets/nextRun': next,
      'GET assets': { assets: [], total_entries: 0 }
    });
    const drawn = await draw(<AssetsOfDag dagId="days" />, couture);
    expect(drawn.node.textContent).toContain('2 partitions wait');
    expect(drawn.node.querySelector('[aria-label="Awaited partitions"] tbody')?.textContent).toBe(
      '2026-03-04hours: 3 of 24'
    );
    expect(drawn.node.textContent).toContain('These are the 1 that came first.');
    expect(drawn.node.textContent).not.toContain('Has come ');
  });

  it('says so when the DAG names none', async () => {
    const couture = testCouture({
      'GET dags/load/assets/nextRun': NOTHING_AWAITED,
      'GET assets': { assets: [], total_entries: 0 }
    });
    const drawn = await draw(<AssetsOfDag dagId="load" />, couture);
    expect(drawn.node.textContent).toContain('This DAG names no assets.');
  });
});
