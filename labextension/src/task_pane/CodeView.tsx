/** Which code a try ran, and how it differs from the file of today. */
import type { ReactElement } from 'react';
import { useState } from 'react';
import { ApiError, type ICodeFacts, type ITaskInstance } from '../api';
import { CommandIDs } from '../commands';
import { ErrorBanner, type Fact, Facts, Loading, useCouture, useQuery } from '../ui';
import { isAboutTask } from '../state/about';

export interface ICodeViewProps {
  task: ITaskInstance;
  tryNumber: number;
}

export function CodeView({ task, tryNumber }: ICodeViewProps): ReactElement {
  const { client, trans } = useCouture();
  const { data, error, refresh } = useQuery(
    () => client.code.facts(task, tryNumber),
    change => change.subject === 'task_instance' && isAboutTask(change, task),
    [client, task.dag_id, task.dag_run_id, task.task_id, task.map_index, tryNumber]
  );
  const [isComparing, setComparing] = useState(false);
  if (!data) {
    if (error instanceof ApiError && error.status === 404) {
      return <p className="couture-muted">{trans.__('This try has not read a notebook (yet).')}</p>;
    }
    return error ? <ErrorBanner error={error} onRetry={refresh} /> : <Loading />;
  }
  return (
    <div className="couture-CodeView">
      <CodeFacts code={data} />
      {data.today !== 'gone' && isChanged(data) && !isComparing && (
        <button type="button" className="couture-Button" onClick={() => setComparing(true)}>
          {trans.__("Compare with today's")}
        </button>
      )}
      {data.today !== 'gone' && isComparing && <Difference task={task} tryNumber={tryNumber} />}
    </div>
  );
}

function CodeFacts({ code }: { code: ICodeFacts }): ReactElement {
  const { commands, trans } = useCouture();
  const kinds: Record<ICodeFacts['kind'], string> = {
    file: trans.__('The file as it was when the try began'),
    snapshot: trans.__('The snapshot %1', code.snapshot?.slice(0, 12) ?? ''),
    git: trans.__('The Git ref %1', code.ref ?? '')
  };
  const today: Record<ICodeFacts['today'], string> = {
    same: trans.__('The same'),
    changed: trans.__('Changed since'),
    gone: trans.__('Not there any more')
  };
  const open = (
    <button type="button" className="couture-Link" onClick={() => void commands.execute(CommandIDs.openFile, { path: code.path })}>
      {code.path}
    </button>
  );
  const facts: Fact[] = [
    [trans.__('Code'), kinds[code.kind]],
    [trans.__('File'), code.today === 'gone' ? code.path : open],
    [trans.__('Content hash'), <code key="hash">{code.hash.slice(0, 12)}</code>],
    [trans.__('Git commit'), code.commit && <code key="commit">{code.commit.slice(0, 12)}</code>],
    [trans.__('Working file'), code.dirty === null ? null : code.dirty ? trans.__('Had changes that were not committed') : trans.__('As committed')],
    [trans.__('File of today'), today[code.today]],
    [trans.__('Packed with it'), code.side_files.length > 0 ? <PackedFiles code={code} today={today} /> : null]
  ];
  return (
    <Facts facts={facts} className="couture-RunFacts" />
  );
}

function PackedFiles({ code, today }: { code: ICodeFacts; today: Record<ICodeFacts['today'], string> }): ReactElement {
  return (
    <ul className="couture-PackedFiles">
      {code.side_files.map(each => (
        <li key={each.path}>
          {each.path} <span className="couture-muted">{today[each.today]}</span>
        </li>
      ))}
    </ul>
  );
}

function isChanged(code: ICodeFacts): boolean {
  return [code, ...code.side_files].some(each => each.today !== 'same');
}

function Difference({ task, tryNumber }: ICodeViewProps): ReactElement {
  const { client, trans } = useCouture();
  const { data, error, refresh } = useQuery(
    () => client.code.difference(task, tryNumber),
    () => false,
    [client, task.dag_id, task.dag_run_id, task.task_id, task.map_index, tryNumber]
  );
  if (!data) {
    return error ? <ErrorBanner error={error} onRetry={refresh} /> : <Loading />;
  }
  if (data.diff === '') {
    return <p className="couture-muted">{trans.__('Only outputs or metadata differ; the sources are the same.')}</p>;
  }
  return (
    <>
      <pre className="couture-Diff" tabIndex={0} aria-label={trans.__('From what ran to the file of today')}>
        {data.diff.split('\n').map((line, number) => (
          <span key={number} className={`couture-Diff-line couture-mod-${lineKind(line)}`}>
            {line}
            {'\n'}
          </span>
        ))}
      </pre>
      {data.cut && <p className="couture-muted">{trans.__('The difference is longer; the rest is left out.')}</p>}
    </>
  );
}

/** Each line says by its first sign what it is; the colour only repeats it. */
function lineKind(line: string): 'head' | 'added' | 'removed' | 'kept' {
  if (/^(\+\+\+|---|@@)/.test(line)) {
    return 'head';
  }
  return line.startsWith('+') ? 'added' : line.startsWith('-') ? 'removed' : 'kept';
}
