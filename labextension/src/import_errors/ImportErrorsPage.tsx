/** All DAG files that could not be read: where, what is wrong, since when, and what can be done. */
import type { ReactElement } from 'react';
import { useDeferredValue, useState } from 'react';
import type { IImportError } from '../api';
import { CommandIDs } from '../commands';
import type { IPageProps } from '../tokens';
import { checkIcon, EmptyState, ErrorBanner, Loading, Pager, RelativeTime, useCouture, useQuery } from '../ui';
import { adviceFor } from './advice';

const PAGE = 25;

export function ImportErrorsPage({ place, onPlace }: IPageProps): ReactElement {
  const { client, trans } = useCouture();
  const text = typeof place.text === 'string' ? place.text : '';
  const wanted = useDeferredValue(text.trim());
  const [offset, setOffset] = useState(0);
  const { data, error, refresh } = useQuery(
    () => client.dags.importErrorPage({ limit: PAGE, offset, ...(wanted && { filename_pattern: wanted }) }),
    change => change.subject === 'import_error',
    [client, offset, wanted]
  );
  return (
    <div className="couture-Page couture-ImportErrorsPage">
      <h1>{trans.__('Import errors')}</h1>
      <p className="couture-muted">
        {trans.__(
          'DAG files that could not be read. Their DAGs keep the last version that could; a file is read again as soon as it is saved.'
        )}
      </p>
      <input
        className="couture-Input"
        type="search"
        placeholder={trans.__('Search by file')}
        aria-label={trans.__('Search by file')}
        value={text}
        onChange={event => {
          onPlace({ text: event.target.value });
          setOffset(0);
        }}
      />
      {error && <ErrorBanner error={error} onRetry={refresh} />}
      {!data && !error && <Loading />}
      {data && data.total_entries === 0 && (
        <EmptyState icon={checkIcon} title={wanted ? trans.__('Nothing matches') : trans.__('Every DAG file could be read')} />
      )}
      {data && data.total_entries > 0 && (
        <ul className="couture-ImportErrorsPage-list" aria-label={trans.__('DAG files that could not be read')}>
          {data.import_errors.map(each => (
            <BrokenFile key={each.import_error_id} problem={each} isAlone={data.total_entries === 1} />
          ))}
        </ul>
      )}
      {data && data.total_entries > PAGE && <Pager offset={offset} limit={PAGE} total={data.total_entries} onMove={setOffset} />}
    </div>
  );
}

function BrokenFile({ problem, isAlone }: { problem: IImportError; isAlone: boolean }): ReactElement {
  const { commands, trans } = useCouture();
  const { filename, line, message, stack_trace: trace, timestamp } = problem;
  const advice = adviceFor(trace, trans);
  const open = (): void => void commands.execute(CommandIDs.openFile, { path: filename, line });
  return (
    <li className="couture-BrokenFile">
      <div className="couture-BrokenFile-head">
        <h2>
          <button type="button" className="couture-Link" title={trans.__('Open the file at this line')} onClick={open}>
            {line ? trans.__('%1, line %2', filename, line) : filename}
          </button>
        </h2>
        <span className="couture-muted">
          {trans.__('Last read')} <RelativeTime at={timestamp} />
        </span>
      </div>
      <p className="couture-BrokenFile-message">{message}</p>
      {advice && <p>{advice}</p>}
      {trace !== message && (
        <details open={isAlone}>
          <summary>{trans.__('Traceback')}</summary>
          <pre tabIndex={0} aria-label={trans.__('Traceback of %1', filename)}>
            {trace}
          </pre>
        </details>
      )}
    </li>
  );
}
