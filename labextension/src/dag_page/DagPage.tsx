/** The page of a DAG: what it is, its switch and buttons, then the sections that features registered. */
import type { ReactElement } from 'react';
import type { ComponentType, KeyboardEvent } from 'react';
import { useEffect, useReducer, useState } from 'react';
import { ApiError } from '../api';
import { CommandIDs } from '../commands';
import type { ISelection, ITaskPanelProps } from '../tokens';
import { CommandButton, EmptyState, ErrorBanner, Loading, Split, Tabs, useCouture, useGone, useQuery, ViewBarPlace, workflowsIcon } from '../ui';
import { AroundChip } from './AroundChip';
import { DagHeader } from './DagHeader';
import { currentView } from './default_view';
import type { IPanelState } from './panel';
import { RunPicker } from './RunPicker';
import type { DagViews } from './views';

export interface IDagPageProps {
  dagId: string;
  view: string | null;
  views: DagViews;
  selection: ISelection;
  onView: (view: string) => void;
  onSelect: (change: Partial<ISelection>) => void;
  onName: (name: string) => void;
  /** Draws the task instance that is chosen. */
  taskPanel: ComponentType<ITaskPanelProps>;
  panel: IPanelState;
  onPanel: (change: Partial<IPanelState>) => void;
}

export function DagPage(props: IDagPageProps): ReactElement {
  const { dagId, view, views, selection, onView, onSelect, onName, panel, onPanel } = props;
  const { client, trans } = useCouture();
  useRedrawOnViews(views);
  const [place, setPlace] = useState<HTMLElement | null>(null);
  const isGone = useGone(change => change.subject === 'dag' && change.dag_id === dagId, [dagId]);
  const { data, error, refresh } = useQuery(
    () => client.dags.details(dagId),
    change => change.dag_id === dagId && ['dag', 'dag_run'].includes(change.subject) && change.what !== 'deleted',
    [client, dagId]
  );
  const name = data?.dag_display_name;
  useEffect(() => {
    if (name) {
      onName(name);
    }
  }, [name, onName]);
  if (isGone || (error instanceof ApiError && error.status === 404)) {
    return (
      <EmptyState icon={workflowsIcon} title={trans.__('There is no DAG "%1"', dagId)}>
        <p>{trans.__('It may have been deleted, or its file is gone.')}</p>
        <CommandButton command={CommandIDs.openWorkflows} />
      </EmptyState>
    );
  }
  if (!data) {
    return error ? <ErrorBanner error={error} onRetry={refresh} /> : <Loading />;
  }
  const close = (): void => onSelect({ taskId: null, mapIndex: null });
  const current = currentView(views.views, view, data.default_view);
  return (
    <div className="couture-Page couture-DagPage">
      {error && <ErrorBanner error={error} onRetry={refresh} />}
      <DagHeader dag={data} />
      {current && (
        <div className="couture-DagPage-body" onKeyDown={event => selection.taskId !== null && closeOnEscape(event, close)}>
          <Split
            label={trans.__('Width of the panel')}
            share={panel.share}
            onShare={share => onPanel({ share })}
            panel={
              selection.taskId === null ? null : (
                <props.taskPanel
                  dagId={dagId}
                  taskId={selection.taskId}
                  selection={selection}
                  onSelect={onSelect}
                  tab={panel.tab}
                  onTab={tab => onPanel({ tab })}
                  onClose={close}
                />
              )
            }
          >
            <Tabs
              label={trans.__('About %1', data.dag_display_name)}
              tabs={views.views}
              current={current.id}
              onChange={onView}
            >
              {current.isOfRun && (
                <div className="couture-DagPage-bar">
                  <RunPicker dagId={dagId} runId={selection.runId} onChoose={runId => onSelect({ runId })} />
                  <div className="couture-DagPage-viewBar" ref={setPlace} />
                </div>
              )}
              <ViewBarPlace value={current.isOfRun ? place : null}>
                {current.narrows && selection.around && (
                  <AroundChip around={selection.around} onChange={around => onSelect({ around })} />
                )}
                <current.component key={current.id} dagId={dagId} selection={selection} onSelect={onSelect} />
              </ViewBarPlace>
            </Tabs>
          </Split>
        </div>
      )}
    </div>
  );
}

/** Escape closes the panel, unless what has the focus has its own use for the key. */
function closeOnEscape(event: KeyboardEvent, close: () => void): void {
  const isTaken = event.defaultPrevented || (event.target as Element).closest('input, textarea, select, .cm-editor');
  if (event.key === 'Escape' && !isTaken) {
    event.preventDefault();
    close();
  }
}

function useRedrawOnViews(views: DagViews): void {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    views.changed.connect(redraw);
    return () => {
      views.changed.disconnect(redraw);
    };
  }, [views]);
}
