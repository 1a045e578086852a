/** What would become of each job, and which of them to take. */
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { IImportDraft } from '../api';
import { CommandIDs } from '../commands';
import { CommandButton, type IColumn, Table, Toggle, useCouture } from '../ui';

export interface IImportPreviewProps {
  drafts: readonly IImportDraft[];
  onCreate: (only: string[], isOn: boolean) => Promise<void>;
}

export function ImportPreview({ drafts, onCreate }: IImportPreviewProps): ReactElement {
  const { trans } = useCouture();
  const possible = drafts.filter(draft => draft.name !== null && !draft.problems.length);
  const [chosen, setChosen] = useState<readonly string[]>(() =>
    possible.filter(draft => draft.existing_dag_id === null).map(draft => draft.source)
  );
  const [isOn, setOn] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const choose = (source: string, isChosen: boolean): void =>
    setChosen(isChosen ? [...chosen, source] : chosen.filter(each => each !== source));
  const columns = useColumns(draft => (
    <input
      type="checkbox"
      aria-label={trans.__('Take %1', draft.source)}
      disabled={!possible.includes(draft)}
      checked={chosen.includes(draft.source)}
      onChange={event => choose(draft.source, event.target.checked)}
    />
  ));
  if (!drafts.length) {
    return <p>{trans.__('There is nothing to import.')}</p>;
  }
  const create = async (): Promise<void> => {
    setBusy(true);
    await onCreate([...chosen], isOn);
    setBusy(false);
  };
  return (
    <>
      <div className="couture-TableScroll">
        <Table label={trans.__('Preview')} rows={drafts} rowKey={draft => draft.source} columns={columns} />
      </div>
      <div className="couture-Buttons">
        <button
          type="button"
          className="couture-Button couture-mod-primary"
          disabled={!chosen.length || isBusy}
          onClick={() => void create()}
        >
          {trans._n('Make %1 schedule', 'Make %1 schedules', chosen.length, chosen.length)}
        </button>
        <Toggle label={trans.__('Switch them on at once')} isOn={isOn} onChange={setOn} />
      </div>
      <p className="couture-muted">
        {isOn
          ? trans.__('End the jobs in the other scheduler now, or they run in both.')
          : trans.__('They are made paused: end the jobs in the other scheduler, then switch them on here.')}
      </p>
    </>
  );
}

function useColumns(take: (draft: IImportDraft) => ReactElement): IColumn<IImportDraft>[] {
  const { trans } = useCouture();
  return [
    { id: 'take', label: trans.__('Take'), cell: take },
    { id: 'from', label: trans.__('From'), cell: draft => draft.source },
    { id: 'name', label: trans.__('Name'), cell: draft => draft.name },
    { id: 'notebook', label: trans.__('Notebook'), cell: draft => draft.notebook },
    { id: 'when', label: trans.__('When'), cell: draft => draft.name !== null && <When draft={draft} /> },
    { id: 'parameters', label: trans.__('Parameters'), cell: draft => <Parameters draft={draft} /> },
    { id: 'said', label: trans.__('What to know'), cell: draft => <Said draft={draft} /> }
  ];
}

function When({ draft }: { draft: IImportDraft }): ReactElement {
  const { trans } = useCouture();
  return draft.schedule === null ? (
    <>{trans.__('By hand')}</>
  ) : (
    <>
      <span className="couture-ImportPage-cron">{draft.schedule}</span>{' '}
      <small className="couture-muted">{draft.timezone}</small>
    </>
  );
}

function Parameters({ draft }: { draft: IImportDraft }): ReactElement {
  return (
    <>
      {Object.entries(draft.parameters).map(([name, value]) => (
        <div key={name}>
          {name} = {JSON.stringify(value)}
        </div>
      ))}
    </>
  );
}

function Said({ draft }: { draft: IImportDraft }): ReactElement {
  const { trans } = useCouture();
  const dagId = draft.existing_dag_id;
  return (
    <>
      {draft.problems.map(problem => (
        <div key={problem} className="couture-Field-error">
          {trans.__('Not possible: %1', problem)}
        </div>
      ))}
      {dagId !== null && (
        <div>
          {trans.__('It is here already:')} <CommandButton command={CommandIDs.openDag} args={{ dagId }} label={dagId} />
        </div>
      )}
      {draft.notes.map(note => (
        <div key={note}>{note}</div>
      ))}
    </>
  );
}
