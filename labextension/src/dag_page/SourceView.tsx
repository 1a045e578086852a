/** The Python source of a DAG, read-only; older versions can be chosen. */
import { CodeEditor, type IEditorServices } from '@jupyterlab/codeeditor';
import type { ReactElement } from 'react';
import { useEffect, useRef, useState } from 'react';
import { ErrorBanner, Loading, absoluteTime, useCouture, useQuery } from '../ui';

export interface ISourceViewProps {
  dagId: string;
  services: IEditorServices;
}

export function SourceView({ dagId, services }: ISourceViewProps): ReactElement {
  const { client, trans } = useCouture();
  const [version, setVersion] = useState<number | undefined>(undefined);
  const isAboutThis = (change: { dag_id?: string; subject: string }): boolean =>
    change.dag_id === dagId && change.subject === 'dag';
  const versions = useQuery(() => client.dags.versions(dagId), isAboutThis, [client, dagId]).data ?? [];
  const { data, error, refresh } = useQuery(() => client.dags.source(dagId, version), isAboutThis, [
    client,
    dagId,
    version
  ]);
  if (!data) {
    return error ? <ErrorBanner error={error} onRetry={refresh} /> : <Loading />;
  }
  return (
    <div className="couture-Source">
      <div className="couture-Source-head">
        <span className="couture-muted">
          {data.kind === 'file' ? data.file : trans.__('Written from the form of the schedule')}
        </span>
        <label>
          {trans.__('Version')}{' '}
          <select
            className="couture-Select"
            value={version ?? ''}
            onChange={event => setVersion(event.target.value ? Number(event.target.value) : undefined)}
          >
            <option value="">{trans.__('Newest')}</option>
            {versions.map(each => (
              <option key={each.version_number} value={each.version_number}>
                {trans.__('%1, %2', each.version_number, absoluteTime(each.created_at))}
              </option>
            ))}
          </select>
        </label>
      </div>
      <ReadOnlyEditor text={data.content ?? ''} services={services} label={trans.__('Source of %1', dagId)} />
    </div>
  );
}

interface IReadOnlyEditorProps {
  text: string;
  label: string;
  services: IEditorServices;
}

function ReadOnlyEditor({ text, label, services }: IReadOnlyEditorProps): ReactElement {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!host.current) {
      return undefined;
    }
    const model = new CodeEditor.Model({ mimeType: 'text/x-python' });
    model.sharedModel.setSource(text);
    const editor = services.factoryService.newDocumentEditor({
      host: host.current,
      model,
      config: { readOnly: true, lineNumbers: true, lineWrap: false, scrollPastEnd: false }
    });
    host.current.querySelector('.cm-content')?.setAttribute('aria-label', label);
    return () => {
      editor.dispose();
      model.dispose();
    };
  }, [services, text, label]);
  return <div className="couture-Source-editor" ref={host} />;
}
