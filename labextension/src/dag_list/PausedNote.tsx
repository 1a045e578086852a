/** Paused DAGs are hidden unless asked for: how many are, so that nobody looks for a DAG that is only off. */
import type { ReactElement } from 'react';
import type { IDagSummary } from '../api';
import { CommandIDs } from '../commands';
import { withFilters } from '../state/list_state';
import { CommandButton, EmptyState, useCouture, useQuery, workflowsIcon } from '../ui';
import { type IFilterField, type IListView, paramsOf } from '../ui/listing';

/** How many paused DAGs the filters leave out, once that is known. */
function useHidden({ state }: IListView<IDagSummary>, fields: readonly IFilterField[]): number {
  const { client } = useCouture();
  const asked = paramsOf(fields, state, new Date());
  const hides = asked.paused === false && !('switched' in state.filters);
  const key = JSON.stringify(state.filters);
  const { data } = useQuery(
    async () => {
      return hides ? (await client.dags.summaries({ ...asked, paused: true, limit: 0 })).total_entries : 0;
    },
    change => hides && change.subject === 'dag',
    [client, hides, key]
  );
  return hides ? (data ?? 0) : 0;
}

export interface IPausedProps {
  view: IListView<IDagSummary>;
  fields: readonly IFilterField[];
}

export function PausedNote({ view, fields }: IPausedProps): ReactElement | null {
  const { trans } = useCouture();
  const hidden = useHidden(view, fields);
  if (hidden === 0 || view.total === 0) {
    return null;
  }
  return (
    <div className="couture-PausedNote" role="status">
      <span>{trans._n('%1 paused DAG is hidden.', '%1 paused DAGs are hidden.', hidden)}</span>
      <ShowPaused {...view} />
    </div>
  );
}

function ShowPaused({ state, onState }: IListView<IDagSummary>): ReactElement {
  const { trans } = useCouture();
  return (
    <button type="button" className="couture-Link" onClick={() => onState(withFilters(state, { showPaused: 'true' }))}>
      {trans.__('Show paused DAGs')}
    </button>
  );
}

/** No DAG is in sight: they are all paused, or do not match, or there is none. */
export function NoDags({ view, fields }: IPausedProps): ReactElement {
  const { trans } = useCouture();
  const hidden = useHidden(view, fields);
  const narrowing = fields.filter(field => field.kind !== 'toggle' && field.id in view.state.filters);
  if (hidden > 0) {
    const title = trans._n('%1 DAG matches, and it is paused.', 'All %1 DAGs that match are paused.', hidden);
    return (
      <EmptyState icon={workflowsIcon} title={title}>
        <p>{trans.__('A new DAG starts paused: show it, and switch it on.')}</p>
        <ShowPaused {...view} />
      </EmptyState>
    );
  }
  if (narrowing.length > 0) {
    const clear = Object.fromEntries(narrowing.map(field => [field.id, '']));
    return (
      <EmptyState icon={workflowsIcon} title={trans.__('No DAG matches the filters.')}>
        <button type="button" className="couture-Button" onClick={() => view.onState(withFilters(view.state, clear))}>
          {trans.__('Clear filters')}
        </button>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={workflowsIcon} title={trans.__('There are no DAGs yet.')}>
      <p>{trans.__('Put a DAG file into the dags folder, or schedule a notebook.')}</p>
      <CommandButton command={CommandIDs.scheduleNotebook} variant="primary" needs="notebooks:schedule" />
      <CommandButton command={CommandIDs.newDag} needs="dagFiles:edit" />
    </EmptyState>
  );
}
