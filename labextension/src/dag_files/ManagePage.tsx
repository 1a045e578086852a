/** The files of the DAG folder: searched, opened, uploaded, made new, renamed, deleted, downloaded. */
import type { DragEvent, ReactElement, ReactNode } from 'react';
import { useEffect, useMemo, useState } from 'react';
import type { IPageProps } from '../tokens';
import { EmptyState, ErrorBanner, Loading, Pager, useCouture, useQuery, workflowsIcon } from '../ui';
import { CommandIDs } from '../commands';
import { Drafts } from './Drafts';
import { FileBar } from './FileBar';
import { FileTable } from './FileTable';
import { chosen, foldersOf, ordered } from './listing';
import { NewDag } from './NewDag';
import { UploadList } from './UploadList';
import { Uploads } from './uploads';

const PAGE = 100;

export function ManagePage({ place, onPlace }: IPageProps): ReactElement {
  const { client, commands, trans } = useCouture();
  const [search, setSearch] = useState(typeof place.search === 'string' ? place.search : '');
  const [folder, setFolder] = useState('');
  const [orderBy, setOrderBy] = useState('path');
  const [offset, setOffset] = useState(0);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const uploads = useMemo(() => new Uploads(client.dagFiles), [client]);
  useEffect(() => () => uploads.dispose(), [uploads]);
  const { data, error, refresh } = useQuery(
    () => client.dagFiles.list(),
    change => ['dag_file', 'import_error', 'dag'].includes(change.subject),
    [client],
    500
  );
  const files = useMemo(() => data?.dag_files ?? [], [data]);
  const shown = useMemo(() => ordered(chosen(files, search, folder), orderBy), [files, search, folder, orderBy]);
  const isMaking = place.view === 'new';
  if (!data) {
    return error ? <ErrorBanner error={error} onRetry={refresh} /> : <Loading />;
  }
  const start = offset < shown.length ? offset : 0;
  const still = [...selected].filter(path => files.some(file => file.path === path));
  const find = (text: string): void => {
    setSearch(text);
    setOffset(0);
    onPlace({ ...place, search: text });
  };
  return (
    <DropZone onFiles={dropped => uploads.add(dropped, folder)}>
      <h1>{trans.__('Manage DAGs')}</h1>
      {error && <ErrorBanner error={error} onRetry={refresh} />}
      <FileBar
        search={search}
        onSearch={find}
        folder={folder}
        folders={foldersOf(files)}
        onFolder={setFolder}
        place={data.folder}
        selected={still}
        onNew={() => void commands.execute(CommandIDs.newDag)}
        onFiles={picked => uploads.add(picked, folder)}
      />
      <UploadList uploads={uploads} />
      {isMaking && <NewDag files={files} folder={folder} onClose={() => onPlace({ search })} />}
      <Drafts files={files} />
      {files.length === 0 ? (
        <EmptyState title={trans.__('No DAG files yet')} icon={workflowsIcon}>
          {trans.__('Make a new DAG from a template, or drop *.py files here. They are kept in %1.', data.folder)}
        </EmptyState>
      ) : shown.length === 0 ? (
        <EmptyState title={trans.__('No file fits the search')} />
      ) : (
        <>
          <FileTable
            files={shown.slice(start, start + PAGE)}
            orderBy={orderBy}
            onOrder={setOrderBy}
            selected={selected}
            onSelected={setSelected}
          />
          {shown.length > PAGE && <Pager offset={start} limit={PAGE} total={shown.length} onMove={setOffset} />}
        </>
      )}
    </DropZone>
  );
}

/** The page takes files that are dragged onto it. */
function DropZone({ onFiles, children }: { onFiles: (files: File[]) => void; children: ReactNode }): ReactElement {
  const { trans } = useCouture();
  const [isOver, setOver] = useState(false);
  const holdsFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files');
  return (
    <div
      className={`couture-Page couture-ManageDags${isOver ? ' couture-mod-over' : ''}`}
      onDragOver={event => {
        if (holdsFiles(event)) {
          event.preventDefault();
          setOver(true);
        }
      }}
      onDragLeave={event => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) {
          setOver(false);
        }
      }}
      onDrop={event => {
        setOver(false);
        if (holdsFiles(event)) {
          event.preventDefault();
          onFiles([...event.dataTransfer.files]);
        }
      }}
    >
      {children}
      {isOver && <div className="couture-ManageDags-drop">{trans.__('Drop the *.py files here')}</div>}
    </div>
  );
}
