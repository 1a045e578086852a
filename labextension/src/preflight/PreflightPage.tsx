/** The findings of one notebook. */
import type { ReactElement } from 'react';
import { useEffect } from 'react';
import type { ISignal } from '@lumino/signaling';
import { CommandIDs } from '../commands';
import { ErrorBanner, FindingList, findingsSummary, Loading, showFinding, useCouture, useQuery } from '../ui';

export interface IPreflightPageProps {
  /** The notebook as Couture names it. */
  path: string;
  /** And as JupyterLab does. */
  file: string;
  /** Emitted when the notebook should be checked anew. */
  asked: ISignal<object, void>;
}

export function PreflightPage({ path, file, asked }: IPreflightPageProps): ReactElement {
  const { client, commands, trans } = useCouture();
  const { data, error, refresh } = useQuery(() => client.notebooks.check({ path }), undefined, [client, path]);
  useEffect(() => {
    asked.connect(refresh);
    return () => {
      asked.disconnect(refresh);
    };
  });
  return (
    <div className="couture-Page couture-PreflightPage">
      <h1>{path}</h1>
      <div className="couture-Buttons">
        <button
          type="button"
          className="couture-Button"
          onClick={() => void commands.execute(CommandIDs.checkNotebook, { path: file })}
        >
          {trans.__('Check again')}
        </button>
        <button
          type="button"
          className="couture-Button"
          onClick={() => void commands.execute(CommandIDs.scheduleNotebook, { path: file })}
        >
          {trans.__('Schedule…')}
        </button>
      </div>
      {error && <ErrorBanner error={error} onRetry={refresh} />}
      {!data && !error && <Loading />}
      {data && (
        <>
          <p role="status">{findingsSummary(data.findings, trans)}</p>
          <FindingList
            findings={data.findings}
            onShow={finding => void showFinding(commands, path, finding)}
          />
        </>
      )}
    </div>
  );
}
