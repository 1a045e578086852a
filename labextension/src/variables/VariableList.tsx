/** Variables, page by page: searched, sorted, deleted one by one or several at once, exported. */
import { type ReactElement, useDeferredValue, useState } from 'react';
import type { IVariable } from '../api';
import type { IPageProps } from '../tokens';
import { ActionButton, EmptyState, Loading, Pager, QueryProblem, StoreBar, useCouture, useQuery, variableIcon } from '../ui';
import { deleteVariables, exportVariables } from './actions';
import { VariableTable } from './VariableTable';

const PAGE = 50;

export function VariableList({ onPlace }: Pick<IPageProps, 'onPlace'>): ReactElement {
  const couture = useCouture();
  const { client, trans } = couture;
  const [text, setText] = useState('');
  const [orderBy, setOrderBy] = useState('key');
  const [offset, setOffset] = useState(0);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const pattern = useDeferredValue(text);
  const { data, error, refresh } = useQuery(
    () => client.variables.list({ variable_key_pattern: pattern, order_by: orderBy, limit: PAGE, offset }),
    change => change.subject === 'variable',
    [client, pattern, orderBy, offset]
  );
  const remove = async (keys: string[]): Promise<void> => {
    const gone = await deleteVariables(couture, keys);
    setSelected(before => new Set([...before].filter(key => !gone.includes(key))));
  };
  const search = (value: string): void => {
    setText(value);
    setOffset(0);
  };
  const total = data?.total_entries ?? 0;
  return (
    <>
      <StoreBar
        search={{ label: trans.__('Search by key'), value: text, onChange: search }}
        needs="variables:edit"
        newLabel={trans.__('New variable')}
        total={total}
        exporting={{ label: trans.__('Export…'), onClick: () => void exportVariables(couture, pattern) }}
        onPlace={onPlace}
      >
        {selected.size > 0 && (
          <ActionButton
            variant="warn"
            label={trans._n('Delete %1 variable…', 'Delete %1 variables…', selected.size)}
            needs="variables:edit"
            onClick={() => void remove([...selected])}
          />
        )}
      </StoreBar>
      {error && <QueryProblem error={error} onRetry={refresh} />}
      {!data && !error && <Loading />}
      {data && total === 0 && <NoVariables isSearching={pattern !== ''} />}
      {data && total > 0 && (
        <VariableTable
          variables={data.variables}
          orderBy={orderBy}
          onOrder={setOrderBy}
          selected={selected}
          onSelect={(variables, isSelected) => setSelected(chosen(selected, variables, isSelected))}
          onOpen={key => onPlace({ key })}
          onDelete={key => void remove([key])}
        />
      )}
      <Pager offset={offset} limit={PAGE} total={total} onMove={setOffset} />
    </>
  );
}

function chosen(selected: ReadonlySet<string>, variables: readonly IVariable[], isSelected: boolean): Set<string> {
  const next = new Set(selected);
  variables.forEach(({ key }) => (isSelected ? next.add(key) : next.delete(key)));
  return next;
}

function NoVariables({ isSearching }: { isSearching: boolean }): ReactElement {
  const { trans } = useCouture();
  if (isSearching) {
    return <EmptyState title={trans.__('No variable has such a key.')} />;
  }
  return (
    <EmptyState icon={variableIcon} title={trans.__('There are no variables yet.')}>
      <p>{trans.__('A variable is a named value that tasks and notebooks use: Variable.get("region"). Make one, or import a file.')}</p>
    </EmptyState>
  );
}
