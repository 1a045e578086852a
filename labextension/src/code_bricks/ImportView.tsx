/** Bricks of a file: chosen, looked at, taken. */
import { fileUploadIcon } from '@jupyterlab/ui-components';
import { Notification } from '@jupyterlab/apputils';
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { IBrickImportEntry } from '../api';
import { ActionButton, EmptyState, errorSentence, FileButton, Table, Toggle, useCouture } from '../ui';
import { bricksIcon } from './icons';

export interface IImportViewProps {
  onDone: () => void;
}

interface IChosenFile {
  name: string;
  document: unknown;
  entries: readonly IBrickImportEntry[];
}

export function ImportView({ onDone }: IImportViewProps): ReactElement {
  const { client, trans } = useCouture();
  const [file, setFile] = useState<IChosenFile | null>(null);
  const [problem, setProblem] = useState('');
  const guarded = async (action: () => Promise<void>): Promise<void> => {
    try {
      setProblem('');
      await action();
    } catch (reason) {
      setProblem(
        reason instanceof SyntaxError
          ? trans.__('The file is no JSON: choose one that was exported here.')
          : errorSentence(reason, trans)
      );
    }
  };
  const look = (text: string, name: string): Promise<void> =>
    guarded(async () => {
      setFile(null);
      const document: unknown = JSON.parse(text);
      setFile({ name, document, entries: await client.codeBricks.previewImport(document) });
    });
  return (
    <div className="couture-Page couture-BrickImport">
      <h1>{trans.__('Import code bricks')}</h1>
      {!file && (
        <EmptyState title={trans.__('Choose a file of code bricks')} icon={bricksIcon}>
          {trans.__('One that Export has made, here or elsewhere. What is in it is shown before anything is taken.')}
        </EmptyState>
      )}
      <div className="couture-Buttons">
        <FileButton
          label={file ? trans.__('Another file…') : trans.__('Choose a file…')}
          accept=".json,application/json"
          icon={fileUploadIcon}
          needs="bricks:edit"
          onFile={(text, chosen) => void look(text, chosen.name)}
          onProblem={reason => setProblem(errorSentence(reason, trans))}
        />
        <ActionButton variant="minimal" label={trans.__('Back to the bricks')} onClick={onDone} />
      </div>
      {problem && (
        <div className="couture-Field-error" role="alert">
          {problem}
        </div>
      )}
      {file && (
        <Choice
          key={file.name}
          file={file}
          onTake={(only, replace, isShared) =>
            guarded(async () => {
              const taken = await client.codeBricks.import(file.document, only, replace, isShared);
              const told = trans._n('%1 code brick was imported.', '%1 code bricks were imported.', taken.length, taken.length);
              Notification.success(told, { autoClose: 5000 });
              onDone();
            })
          }
        />
      )}
    </div>
  );
}

interface IChoiceProps {
  file: IChosenFile;
  onTake: (only: number[], replace: boolean, isShared: boolean) => Promise<void>;
}

function Choice({ file: { name, entries }, onTake }: IChoiceProps): ReactElement {
  const { trans } = useCouture();
  const good = entries.filter(entry => entry.problems.length === 0 && !entry.is_same);
  const [chosen, setChosen] = useState<readonly number[]>(good.map(entry => entry.number));
  const [replace, setReplace] = useState(true);
  const [isShared, setShared] = useState(false);
  const tick = (number: number, isOn: boolean): void =>
    setChosen(isOn ? [...chosen, number] : chosen.filter(each => each !== number));
  return (
    <>
      <Table
        label={trans.__('Code bricks of %1', name)}
        rows={entries}
        rowKey={entry => String(entry.number)}
        columns={[
          {
            id: 'take',
            label: trans.__('Take'),
            cell: entry => (
              <input
                type="checkbox"
                aria-label={trans.__('Take %1', entry.title)}
                disabled={!good.includes(entry)}
                checked={chosen.includes(entry.number)}
                onChange={event => tick(entry.number, event.target.checked)}
              />
            )
          },
          { id: 'title', label: trans.__('Title'), cell: entry => entry.title },
          { id: 'category', label: trans.__('Category'), cell: entry => entry.category },
          { id: 'state', label: trans.__('What comes of it'), cell: entry => <Outcome entry={entry} replace={replace} /> }
        ]}
      />
      <Toggle label={trans.__('Replace bricks of the same title by a new version')} isOn={replace} onChange={setReplace} />
      <Toggle label={trans.__('Everybody sees the new ones')} isOn={isShared} onChange={setShared} />
      <div className="couture-Buttons">
        <ActionButton
          variant="primary"
          needs="bricks:edit"
          label={trans._n('Import %1 brick', 'Import %1 bricks', chosen.length, chosen.length)}
          disabledBecause={chosen.length > 0 ? null : trans.__('Tick the bricks to take.')}
          onClick={() => void onTake([...chosen], replace, isShared)}
        />
      </div>
    </>
  );
}

function Outcome({ entry, replace }: { entry: IBrickImportEntry; replace: boolean }): ReactElement {
  const { trans } = useCouture();
  if (entry.problems.length > 0) {
    return <span className="couture-Field-error">{entry.problems.join(' ')}</span>;
  }
  if (entry.is_same) {
    return <span className="couture-muted">{trans.__('It is here already, just the same.')}</span>;
  }
  if (entry.existing_id !== null) {
    return <>{replace ? trans.__('A new version of the one that is here') : trans.__('A second one of that title')}</>;
  }
  return <>{trans.__('A new brick')}</>;
}
