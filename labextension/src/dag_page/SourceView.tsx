/** The Python source of a DAG, read-only: of the version of the chosen run, of any other, and what differs from the newest. */
import type { IEditorServices } from '@jupyterlab/codeeditor';
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { IDagSource, IDagVersion } from '../api';
import type { IDagViewProps } from '../tokens';
import { absoluteTime, DiffView, ErrorBanner, Loading, Toggle, useCouture, useQuery, ViewBar } from '../ui';
import { ReadOnlyEditor } from './ReadOnlyEditor';
import { lineOfTask } from './task_line';

export interface ISourceViewProps extends Pick<IDagViewProps, 'dagId' | 'selection'> {
  services: IEditorServices;
}

export function SourceView({ dagId, selection, services }: ISourceViewProps): ReactElement {
  const { trans } = useCouture();
  const { runId, taskId } = selection;
  const versions = useVersions(dagId, runId);
  // Another run takes the choice back: its own version is shown.
  const [picked, setPicked] = useState<{ runId: string | null; version: number } | null>(null);
  const [isWrapped, setWrapped] = useState(false);
  const [isComparing, setComparing] = useState(false);
  const newest = versions.data?.all[0]?.version_number;
  const version = (picked?.runId === runId ? picked.version : undefined) ?? versions.data?.ofRun ?? newest;
  const source = useSource(dagId, version);
  const newestSource = useSource(dagId, isComparing ? newest : version);
  const error = versions.error ?? source.error ?? newestSource.error;
  if (!source.data || !versions.data) {
    return error ? <ErrorBanner error={error} onRetry={source.refresh} /> : <Loading />;
  }
  const text = source.data.content ?? '';
  const isOld = version !== undefined && newest !== undefined && version !== newest;
  return (
    <div className="couture-Source">
      <div className="couture-Source-head">
        <span className="couture-muted">
          {source.data.kind === 'file' ? source.data.file : trans.__('Written from the form of the schedule')}
        </span>
        <ViewBar label={trans.__('What is shown of the code')}>
          {isOld && <Toggle label={trans.__('Compare with the newest')} isOn={isComparing} onChange={setComparing} />}
          <Toggle label={trans.__('Wrap lines')} isOn={isWrapped} onChange={setWrapped} />
          <VersionPicker
            versions={versions.data.all}
            ofRun={versions.data.ofRun}
            current={version}
            onPick={next => setPicked({ runId, version: next })}
          />
        </ViewBar>
      </div>
      {error && <ErrorBanner error={error} onRetry={source.refresh} />}
      {isOld && isComparing && newestSource.data ? (
        <DiffView
          left={{ label: trans.__('Version %1', version), text }}
          right={{ label: trans.__('Version %1, the newest', newest), text: newestSource.data.content ?? '' }}
          isWrapped={isWrapped}
        />
      ) : (
        <ReadOnlyEditor
          text={text}
          services={services}
          label={trans.__('Source of %1', dagId)}
          isWrapped={isWrapped}
          line={taskId === null ? null : lineOfTask(text, taskId)}
        />
      )}
    </div>
  );
}

interface IVersions {
  /** The newest first. */
  all: readonly IDagVersion[];
  /** That of the chosen run. */
  ofRun: number | undefined;
}

function useVersions(dagId: string, runId: string | null): ReturnType<typeof useQuery<IVersions>> {
  const { client } = useCouture();
  return useQuery(
    async () => {
      const [all, run] = await Promise.all([
        client.dags.versions(dagId),
        runId === null ? null : client.runs.get(dagId, runId)
      ]);
      const ordered = [...all].sort((a, b) => b.version_number - a.version_number);
      return { all: ordered, ofRun: run?.dag_versions.at(-1)?.version_number };
    },
    change => change.dag_id === dagId && change.subject === 'dag',
    [client, dagId, runId]
  );
}

function useSource(dagId: string, version: number | undefined): ReturnType<typeof useQuery<IDagSource>> {
  const { client } = useCouture();
  return useQuery(
    () => client.dags.source(dagId, version),
    change => version === undefined && change.dag_id === dagId && change.subject === 'dag',
    [client, dagId, version]
  );
}

interface IVersionPickerProps {
  versions: readonly IDagVersion[];
  ofRun: number | undefined;
  current: number | undefined;
  onPick: (version: number) => void;
}

function VersionPicker({ versions, ofRun, current, onPick }: IVersionPickerProps): ReactElement {
  const { trans } = useCouture();
  const nameOf = ({ version_number: number, created_at: at, bundle_version: commit }: IDagVersion, place: number): string => {
    const when = commit ? trans.__('%1, %2, commit %3', number, absoluteTime(at), commit.slice(0, 10)) : trans.__('%1, %2', number, absoluteTime(at));
    const isNewest = place === 0;
    const isOfRun = number === ofRun;
    if (isNewest && isOfRun) {
      return trans.__('%1 (newest, of the chosen run)', when);
    }
    return isNewest ? trans.__('%1 (newest)', when) : isOfRun ? trans.__('%1 (of the chosen run)', when) : when;
  };
  return (
    <label>
      {trans.__('Version')}{' '}
      <select className="couture-Select" value={current ?? ''} onChange={event => onPick(Number(event.target.value))}>
        {versions.map((each, place) => (
          <option key={each.version_number} value={each.version_number}>
            {nameOf(each, place)}
          </option>
        ))}
      </select>
    </label>
  );
}
