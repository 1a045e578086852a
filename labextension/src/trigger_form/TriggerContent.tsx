/** Fetches the DAG, then shows the form; of a scheduled notebook, its parameters. */
import type { ReactElement } from 'react';
import { CommandIDs } from '../commands';
import { CommandButton, EmptyState, ErrorBanner, Loading, useCouture, useQuery, workflowsIcon } from '../ui';
import { ApiError } from '../api';
import { type ITriggerPageProps, TriggerPage } from './TriggerPage';

export type ITriggerContentProps = Omit<ITriggerPageProps, 'dag'> & { dagId: string };

export function TriggerContent({ dagId, ...rest }: ITriggerContentProps): ReactElement {
  const { client, trans } = useCouture();
  // Asked once: params that change below a half-filled form would take its fields away.
  const { data, error, refresh } = useQuery(() => client.dags.details(dagId), undefined, [client, dagId]);
  if (data) {
    return <TriggerPage key={dagId} dag={data} {...rest} />;
  }
  if (error instanceof ApiError && error.status === 404) {
    return (
      <EmptyState icon={workflowsIcon} title={trans.__('There is no DAG "%1"', dagId)}>
        <CommandButton command={CommandIDs.openWorkflows} />
      </EmptyState>
    );
  }
  return error ? <ErrorBanner error={error} onRetry={refresh} /> : <Loading />;
}
