/** The interpreter of a try, its limits, and its packages, which can be copied to make the same environment again. */
import { Clipboard } from '@jupyterlab/apputils';
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { ITaskInstance, ITryEnvironment } from '../api';
import { ErrorBanner, type Fact, Facts, Loading, Table, useCouture, useQuery } from '../ui';

export interface IEnvironmentViewProps {
  task: ITaskInstance;
  tryNumber: number;
}

export function EnvironmentView({ task, tryNumber }: IEnvironmentViewProps): ReactElement {
  const { client, trans } = useCouture();
  const { data, error, refresh } = useQuery(
    () => client.environments.ofTry(task, tryNumber),
    change => change.subject === 'task_instance' && change.dag_id === task.dag_id && change.run_id === task.dag_run_id,
    [client, task.dag_id, task.dag_run_id, task.task_id, task.map_index, tryNumber]
  );
  if (!data) {
    return error ? <ErrorBanner error={error} onRetry={refresh} /> : <Loading />;
  }
  return (
    <div className="couture-Environment">
      <InterpreterFacts found={data} />
      {data.packages && data.requirements_text ? (
        <Packages packages={data.packages} text={data.requirements_text} />
      ) : (
        <p className="couture-muted">
          {trans.__('This try has kept no list of packages: it has not begun, or no Python ran it.')}
        </p>
      )}
    </div>
  );
}

function InterpreterFacts({ found }: { found: ITryEnvironment }): ReactElement {
  const { trans } = useCouture();
  const { requirements, memory_megabytes: memory, cpus } = found.wanted;
  const facts: Fact[] = [
    [trans.__('Python'), found.python && `${found.python} (${found.implementation})`],
    [trans.__('Interpreter'), found.executable],
    [trans.__('Platform'), found.platform],
    [trans.__('Packages made from'), requirements],
    [trans.__('Memory limit'), memory === null ? trans.__('None') : trans.__('%1 MB', memory)],
    [trans.__('Processors'), cpus === null ? trans.__('All') : String(cpus)]
  ];
  return (
    <Facts facts={facts} className="couture-RunFacts" />
  );
}

function Packages({ packages, text }: { packages: Record<string, string>; text: string }): ReactElement {
  const { trans } = useCouture();
  const [wanted, setWanted] = useState('');
  const [isCopied, setCopied] = useState(false);
  const rows = shownPackages(packages, wanted);
  return (
    <>
      <div className="couture-Buttons">
        <input
          type="search"
          className="couture-Input"
          aria-label={trans.__('Filter packages')}
          placeholder={trans.__('Filter packages')}
          value={wanted}
          onChange={event => setWanted(event.target.value)}
        />
        <button
          type="button"
          className="couture-Button"
          onClick={() => {
            Clipboard.copyToSystem(text);
            setCopied(true);
          }}
        >
          {trans.__('Copy as requirements.txt')}
        </button>
        <span role="status" className="couture-muted">
          {isCopied
            ? trans.__('Copied')
            : trans._n('%1 package', '%1 packages', Object.keys(packages).length)}
        </span>
      </div>
      {rows.length === 0 ? (
        <p className="couture-muted">{trans.__('No package of this name.')}</p>
      ) : (
        <Table
          label={trans.__('Packages')}
          columns={[
            { id: 'name', label: trans.__('Package'), cell: ([name]) => name },
            { id: 'version', label: trans.__('Version'), cell: ([, version]) => version }
          ]}
          rows={rows}
          rowKey={([name]) => name}
        />
      )}
    </>
  );
}

/** The packages whose name has the text in it; `-`, `_` and `.` mean the same in names. */
export function shownPackages(packages: Record<string, string>, wanted: string): [string, string][] {
  const plain = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, '-');
  return Object.entries(packages).filter(([name]) => plain(name).includes(plain(wanted.trim())));
}
