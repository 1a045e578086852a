/** How a file stands with the engine; what is wrong with a broken one leads to its line. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactElement } from 'react';
import type { IDagFile } from '../api';
import { CommandIDs } from '../commands';
import { useCouture } from '../ui';

export function StateCell({ file }: { file: IDagFile }): ReactElement {
  const { commands, trans } = useCouture();
  const { mark, label, title } = words(file.state, trans);
  const { error } = file;
  return (
    <div className="couture-ManageDags-state">
      <span className={`couture-DagFileState couture-mod-${file.state}`} title={title}>
        <span aria-hidden="true" className="couture-DagFileState-mark">
          {mark}
        </span>
        {label}
      </span>
      {file.state === 'broken' && error && (
        <button
          type="button"
          className="couture-Link couture-ManageDags-error"
          title={error.stack_trace ?? error.message}
          onClick={() => void commands.execute(CommandIDs.editDagFile, { path: file.path, line: error.line })}
        >
          {error.line === null ? error.message : trans.__('Line %1: %2', error.line, error.message)}
        </button>
      )}
    </div>
  );
}

interface IStateWords {
  mark: string;
  label: string;
  title: string;
}

function words(state: IDagFile['state'], trans: TranslationBundle): IStateWords {
  return {
    read: { mark: '✓', label: trans.__('Read'), title: trans.__('The engine has read it as it is now.') },
    module: { mark: '○', label: trans.__('Module'), title: trans.__('It makes no DAG; DAG files may import it.') },
    broken: { mark: '✗', label: trans.__('Cannot be read'), title: trans.__('Its DAGs stay as they were.') },
    unread: {
      mark: '…',
      label: trans.__('Not read yet'),
      title: trans.__('The engine has not read it as it is now. It does so within seconds, if it runs.')
    },
    ignored: { mark: '–', label: trans.__('Ignored'), title: trans.__('An .airflowignore names it.') },
    rules: { mark: '≡', label: trans.__('Rules'), title: trans.__('It says which files the engine does not read.') }
  }[state];
}
