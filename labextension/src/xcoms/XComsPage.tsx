/** XComs of all DAGs, page by page: narrowed, looked at, deleted. */
import { type ReactElement, useDeferredValue, useState } from 'react';
import type { IXComName } from '../api';
import type { IPageProps } from '../tokens';
import { EmptyState, Loading, Pager, QueryProblem, useCouture, useQuery, xcomIcon } from '../ui';
import { FilterBar } from './FilterBar';
import { filtersOf, placeWith, queryOf } from './filters';
import { XComTable, xcomKey } from './XComTable';
import { XComValue } from './XComValue';

const PAGE = 50;
const THROTTLE = 2000; // tasks leave values all the time

export function XComsPage({ place, onPlace }: IPageProps): ReactElement {
  const { client, trans } = useCouture();
  const [offset, setOffset] = useState(0);
  const [chosen, setChosen] = useState<IXComName | null>(null);
  const filters = filtersOf(place);
  const asked = useDeferredValue(JSON.stringify(queryOf(filters)));
  const { data, error, refresh } = useQuery(
    () => client.xcoms.list({ ...(JSON.parse(asked) as Record<string, string>), limit: PAGE, offset }),
    change => change.subject === 'task_instance' || (change.subject === 'dag_run' && change.what === 'deleted'),
    [client, asked, offset],
    THROTTLE
  );
  const total = data?.total_entries ?? 0;
  return (
    <div className="couture-Page couture-XComs">
      <h1>{trans.__('XComs')}</h1>
      <FilterBar
        filters={filters}
        onChange={(name, value) => {
          onPlace(placeWith(filters, name, value));
          setOffset(0);
        }}
      />
      {error && <QueryProblem error={error} onRetry={refresh} />}
      {!data && !error && <Loading />}
      {data && total === 0 && <NoXComs isNarrowed={Object.keys(place).length > 0} />}
      {data && total > 0 && (
        <XComTable xcoms={data.xcom_entries} chosen={chosen} onChoose={setChosen} onDeleted={() => setChosen(null)} />
      )}
      <Pager offset={offset} limit={PAGE} total={total} onMove={setOffset} />
      {chosen && <XComValue key={xcomKey(chosen)} name={chosen} onClose={() => setChosen(null)} />}
    </div>
  );
}

function NoXComs({ isNarrowed }: { isNarrowed: boolean }): ReactElement {
  const { trans } = useCouture();
  if (isNarrowed) {
    return <EmptyState title={trans.__('No XCom fits the filters.')} />;
  }
  return (
    <EmptyState icon={xcomIcon} title={trans.__('No task has left a value yet.')}>
      <p>{trans.__('What a Python task returns, and what it pushes with ti.xcom_push(key, value), is kept for the tasks after it.')}</p>
    </EmptyState>
  );
}
