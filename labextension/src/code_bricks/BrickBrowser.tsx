/** Find bricks; beside the list, or in its place where it is narrow, the chosen one. */
import { searchIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { BrickOrigin, IBrick, IBrickList } from '../api';
import { attempt, CommandButton, EmptyState, ErrorBanner, Loading, useCouture, useQuery } from '../ui';
import { CommandIDs } from '../commands';
import { BrickDetail } from './BrickDetail';
import { BrickList } from './BrickList';
import { bricksIcon } from './icons';
import { insertBrick } from './inserting';
import type { ITextTarget } from './target';
import { ORIGINS, originWord } from './words';

const MOST = 1000;

export interface IBrickBrowserProps {
  /** Where bricks go; null: nowhere just now. */
  target: ITextTarget | null;
  chosen: string | null;
  onChoose: (brickId: string | null) => void;
  /** After an insertion: bring the editor to the front. */
  onInserted?: () => void;
}

interface IFilter {
  search: string;
  category: string;
  tag: string;
  origin: BrickOrigin | null;
}

const NO_FILTER: IFilter = { search: '', category: '', tag: '', origin: null };

export function BrickBrowser({ target, chosen, onChoose, onInserted }: IBrickBrowserProps): ReactElement {
  const couture = useCouture();
  const { client, trans } = couture;
  const [filter, setFilter] = useState(NO_FILTER);
  const { search, category, tag, origin } = filter;
  const { data, error, refresh } = useQuery(
    () => client.codeBricks.list({ search, category, origin, tags: tag ? [tag] : [], limit: MOST }),
    change => change.subject === 'code_brick',
    [client, search, category, tag, origin]
  );
  const cannotInsert = target
    ? null
    : trans.__('Open a Python file, a notebook or a DAG file first, and put the cursor where the brick is to go.');
  const insert = async (brick: IBrick): Promise<void> => {
    const put = (): Promise<void> => (target ? insertBrick(couture, target, brick) : Promise.resolve());
    if (await attempt(trans.__('The brick could not be inserted.'), put, trans)) {
      onInserted?.();
    }
  };
  return (
    <div className="couture-BricksBox">
      <div className={`couture-Bricks${chosen === null ? '' : ' couture-mod-chosen'}`}>
        <div className="couture-Bricks-list">
          <Filters filter={filter} onChange={setFilter} list={data} />
          {error && <ErrorBanner error={error} onRetry={refresh} />}
          {!data && !error && <Loading />}
          {data && data.code_bricks.length === 0 && <NothingFits onClear={() => setFilter(NO_FILTER)} />}
          {data && (
            <BrickList
              list={data}
              isGrouped={search.trim() === ''}
              chosen={chosen}
              onChoose={onChoose}
              onInsert={brick => void insert(brick)}
              cannotInsert={cannotInsert}
            />
          )}
        </div>
        <div className="couture-Bricks-detail">
          {chosen === null ? (
            <EmptyState title={trans.__('Choose a brick')} icon={bricksIcon}>
              {trans.__('Its code and its placeholders are shown here. Insert it at the cursor, or drag it into an editor.')}
            </EmptyState>
          ) : (
            <BrickDetail
              key={chosen}
              brickId={chosen}
              target={target}
              cannotInsert={cannotInsert}
              onInserted={onInserted}
              onBack={() => onChoose(null)}
              onTag={each => {
                setFilter({ ...NO_FILTER, tag: each });
                onChoose(null);
              }}
            />
          )}
        </div>
      </div>
    </div>
  );
}

interface IFiltersProps {
  filter: IFilter;
  onChange: (filter: IFilter) => void;
  list: IBrickList | undefined;
}

function Filters({ filter, onChange, list }: IFiltersProps): ReactElement {
  const { trans } = useCouture();
  const categories = list?.categories.map(each => each.name) ?? [];
  const shown = filter.category && !categories.includes(filter.category) ? [filter.category, ...categories] : categories;
  return (
    <div className="couture-Bricks-filters" role="search" aria-label={trans.__('Find code bricks')}>
      <span className="couture-Search">
        <searchIcon.react tag="span" className="couture-Search-icon" />
        <input
          type="search"
          className="couture-Input"
          placeholder={trans.__('Search code bricks')}
          aria-label={trans.__('Search code bricks')}
          value={filter.search}
          onChange={event => onChange({ ...filter, search: event.target.value })}
        />
      </span>
      <div className="couture-Bricks-choices">
        <select
          className="couture-Select"
          aria-label={trans.__('Category')}
          value={filter.category}
          onChange={event => onChange({ ...filter, category: event.target.value })}
        >
          <option value="">{trans.__('All categories')}</option>
          {shown.map(name => (
            <option key={name}>{name}</option>
          ))}
        </select>
        <select
          className="couture-Select"
          aria-label={trans.__('From')}
          value={filter.origin ?? ''}
          onChange={event => onChange({ ...filter, origin: (event.target.value || null) as BrickOrigin | null })}
        >
          <option value="">{trans.__('From everybody')}</option>
          {ORIGINS.map(origin => (
            <option key={origin} value={origin}>
              {trans.__('%1 (%2)', originWord(origin, trans), list?.origins.find(each => each.name === origin)?.count ?? 0)}
            </option>
          ))}
        </select>
        {filter.tag && (
          <button
            type="button"
            className="couture-Tag"
            aria-pressed={true}
            title={trans.__('Show bricks of any tag again')}
            onClick={() => onChange({ ...filter, tag: '' })}
          >
            {trans.__('%1 ×', filter.tag)}
          </button>
        )}
      </div>
    </div>
  );
}

function NothingFits({ onClear }: { onClear: () => void }): ReactElement {
  const { trans } = useCouture();
  return (
    <EmptyState title={trans.__('No code brick fits')} icon={bricksIcon}>
      <p>{trans.__('Try other words, or write a brick: select code in an editor first, and it begins with that.')}</p>
      <div className="couture-Buttons">
        <button type="button" className="couture-Button" onClick={onClear}>
          {trans.__('Show all')}
        </button>
        <CommandButton command={CommandIDs.newBrick} />
      </div>
    </EmptyState>
  );
}
