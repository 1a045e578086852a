/** Variables, page by page: searched, sorted, deleted one by one or several at once, exported. */
import { addIcon, downloadIcon, fileUploadIcon } from '@jupyterlab/ui-components';
import { type ReactElement, useDeferredValue, useState } from 'react';
import type { IVariable } from '../api';
import type { IPageProps } from '../tokens';
import { ActionButton, EmptyState, Loading, Pager, QueryProblem, useCouture, useQuery, variableIcon } from '../ui';
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
  const total = data?.total_entries ?? 0;
  return (
    <>
      <div className="couture-Buttons">
        <input
          className="couture-Input couture-mod-search"
          type="search"
          placeholder={trans.__('Search by key')}
          aria-label={trans.__('Search by key')}
          value={text}
          onChange={event => {
            setText(event.target.value);
            setOffset(0);
          }}
        />
        <ActionButton
          variant="primary"
          icon={addIcon}
          label={trans.__('New variable')}
          needs="variables:edit"
          onClick={() => onPlace({ view: 'new' })}
        />
        <ActionButton
          icon={fileUploadIcon}
          label={trans.__('Import…')}
          needs="variables:edit"
          onClick={() => onPlace({ view: 'import' })}
        />
        <ActionButton
          icon={downloadIcon}
          label={trans.__('Export…')}
          disabledBecause={total > 0 ? null : trans.__('There is nothing to export.')}
          onClick={() => void exportVariables(couture, pattern)}
        />
        {selected.size > 0 && (
          <ActionButton
            variant="warn"
            label={trans._n('Delete %1 variable…', 'Delete %1 variables…', selected.size)}
            needs="variables:edit"
            onClick={() => void remove([...selected])}
          />
        )}
      </div>
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
