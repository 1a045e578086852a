/** One DAG in the sidebar: name, last runs, next run, run button, switch. */
import { notebookIcon, pythonIcon } from '@jupyterlab/ui-components';
import type { CSSProperties, ReactElement } from 'react';
import { memo } from 'react';
import type { IDagSummary } from '../api';
import { CommandIDs } from '../commands';
import { CommandButton, DagSwitch, RelativeTime, useCouture } from '../ui';
import { starIcon } from '../ui/icons';
import { RecentRuns } from './RecentRuns';

export interface IDagRowProps {
  dag: IDagSummary;
  index: number;
  total: number;
  isActive: boolean;
  style: CSSProperties;
}

export const DagRow = memo(function DagRow(props: IDagRowProps): ReactElement {
  const { dag, index, total, isActive, style } = props;
  const { commands, trans } = useCouture();
  const args = { dagId: dag.dag_id };
  const Kind = dag.kind === 'file' ? pythonIcon : notebookIcon;
  const tabIndex = isActive ? 0 : -1;
  const switchLabel = dag.is_paused
    ? trans.__('Switch "%1" on', dag.dag_display_name)
    : trans.__('Switch "%1" off', dag.dag_display_name);
  return (
    <div
      className={`couture-DagRow${dag.is_paused ? ' couture-mod-paused' : ''}`}
      style={style}
      role="listitem"
      aria-label={dag.dag_display_name}
      aria-setsize={total}
      aria-posinset={index + 1}
      tabIndex={tabIndex}
      data-index={index}
      data-dag-id={dag.dag_id}
      data-kind={dag.kind}
      data-paused={dag.is_paused}
      onDoubleClick={() => void commands.execute(CommandIDs.openDag, args)}
    >
      <div className="couture-DagRow-line">
        <Kind.react tag="span" className="couture-DagRow-kind" />
        <button
          type="button"
          className="couture-DagRow-name"
          title={rowTitle(dag)}
          tabIndex={tabIndex}
          onClick={() => void commands.execute(CommandIDs.openDag, args)}
        >
          {dag.dag_display_name}
        </button>
        {dag.is_favorite && (
          <span role="img" aria-label={trans.__('Favourite')} title={trans.__('One of your favourites')}>
            <starIcon.react tag="span" className="couture-DagRow-star" />
          </span>
        )}
        <CommandButton command={CommandIDs.triggerDag} args={args} iconOnly variant="minimal" tabIndex={tabIndex} />
        <DagSwitch dag={dag} compact label={switchLabel} title={switchLabel} tabIndex={tabIndex} />
      </div>
      <div className="couture-DagRow-line couture-DagRow-second">
        <RecentRuns dag={dag} tabIndex={tabIndex} />
        <NextRun dag={dag} />
      </div>
    </div>
  );
});

function NextRun({ dag }: { dag: IDagSummary }): ReactElement {
  const { trans } = useCouture();
  let content: ReactElement | string;
  if (dag.has_import_error) {
    content = trans.__('Import error');
  } else if (dag.is_stale) {
    content = trans.__('File is gone');
  } else if (dag.is_paused) {
    content = trans.__('Paused');
  } else if (dag.next_run_after) {
    content = <RelativeTime at={dag.next_run_after} timezone={dag.timezone} />;
  } else {
    content = dag.schedule || trans.__('No schedule');
  }
  return (
    <span className="couture-DagRow-next" title={typeof content === 'string' ? content : undefined}>
      {content}
    </span>
  );
}

function rowTitle(dag: IDagSummary): string {
  const schedule = dag.schedule && `${dag.schedule} (${dag.timezone})`;
  return [dag.dag_id, schedule, dag.description, dag.notebook ?? dag.file].filter(Boolean).join('\n');
}
