/** The instances of a mapped task in a run: filtered by state and name, however many there are. */
import type { ReactElement } from 'react';
import { useDeferredValue, useState } from 'react';
import type { ITaskInstance } from '../api';
import { ErrorBanner, Loading, stateLabel, displayLocale, useCouture } from '../ui';
import { InstanceList } from './InstanceList';
import { useInstances } from './useInstances';

const STATES = [
  'failed',
  'running',
  'queued',
  'scheduled',
  'none',
  'up_for_retry',
  'up_for_reschedule',
  'deferred',
  'success',
  'skipped',
  'upstream_failed',
  'removed'
] as const;

export interface IMappedInstancesProps {
  dagId: string;
  runId: string;
  taskId: string;
  chosen: number | null;
  onChoose: (mapIndex: number) => void;
}

export function MappedInstances({ dagId, runId, taskId, chosen, onChoose }: IMappedInstancesProps): ReactElement {
  const { trans } = useCouture();
  const [state, setState] = useState('');
  const [text, setText] = useState('');
  const wanted = useDeferredValue(text.trim());
  const query = useInstances(dagId, runId, taskId, {
    order_by: 'map_index',
    ...(state && { state: [state] }),
    ...(wanted && { rendered_map_index_pattern: wanted })
  });
  return (
    <div className="couture-MappedInstances">
      <div className="couture-MappedInstances-bar" role="search">
        <input
          className="couture-Input"
          type="search"
          placeholder={trans.__('Index or name')}
          aria-label={trans.__('Search instances by index or name')}
          value={text}
          onChange={event => setText(event.target.value)}
        />
        <select
          className="couture-Select"
          aria-label={trans.__('State')}
          value={state}
          onChange={event => setState(event.target.value)}
        >
          <option value="">{trans.__('All states')}</option>
          {STATES.map(each => (
            <option key={each} value={each}>
              {stateLabel(each === 'none' ? null : each, trans)}
            </option>
          ))}
        </select>
        {query.total !== undefined && (
          <span className="couture-muted" role="status">
            {trans._n('%2 instance', '%2 instances', query.total, new Intl.NumberFormat(displayLocale()).format(query.total))}
          </span>
        )}
      </div>
      {query.error && <ErrorBanner error={query.error} onRetry={() => query.refresh()} />}
      {query.total === undefined && !query.error && <Loading />}
      {query.total === 0 && <p className="couture-muted">{trans.__('No instance matches.')}</p>}
      <InstanceList
        label={trans.__('Mapped instances')}
        query={query}
        name={nameOf}
        isChosen={task => task.map_index === chosen}
        onChoose={task => onChoose(task.map_index)}
      />
    </div>
  );
}

function nameOf({ map_index: index, rendered_map_index: label }: ITaskInstance): string {
  return label && label !== String(index) ? `[${index}] ${label}` : `[${index}]`;
}
