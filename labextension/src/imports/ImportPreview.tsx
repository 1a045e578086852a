/** What would become of each job, and which of them to take. */
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { IImportDraft } from '../api';
import { Table, Toggle, useCouture } from '../ui';

export interface IImportPreviewProps {
  drafts: readonly IImportDraft[];
  onCreate: (only: string[], isOn: boolean) => Promise<void>;
}

export function ImportPreview({ drafts, onCreate }: IImportPreviewProps): ReactElement {
  const { trans } = useCouture();
  const possible = drafts.filter(draft => draft.name !== null && !draft.problems.length);
  const [left, setLeft] = useState<readonly string[]>([]);
  const [isOn, setOn] = useState(false);
  const chosen = possible.filter(draft => !left.includes(draft.source)).map(draft => draft.source);
  const choose = (source: string, isChosen: boolean): void =>
    setLeft(isChosen ? left.filter(each => each !== source) : [...left, source]);
  if (!drafts.length) {
    return <p>{trans.__('There is nothing to import.')}</p>;
  }
  return (
    <>
      <div className="couture-TableScroll">
        <Table
          label={trans.__('Preview')}
          rows={drafts}
          rowKey={draft => draft.source}
          columns={[
            {
              id: 'take',
              label: trans.__('Take'),
              cell: draft => (
                <input
                  type="checkbox"
                  aria-label={trans.__('Take %1', draft.source)}
                  disabled={!possible.includes(draft)}
                  checked={chosen.includes(draft.source)}
                  onChange={event => choose(draft.source, event.target.checked)}
                />
              )
            },
            { id: 'from', label: trans.__('From'), cell: draft => draft.source },
            { id: 'name', label: trans.__('Name'), cell: draft => draft.name },
            { id: 'notebook', label: trans.__('Notebook'), cell: draft => draft.notebook },
            {
              id: 'when',
              label: trans.__('When'),
              cell: draft => draft.name !== null && (draft.schedule ?? trans.__('By hand'))
            },
            { id: 'said', label: trans.__('What to know'), cell: draft => <Said draft={draft} /> }
          ]}
        />
      </div>
      <div className="couture-Buttons">
        <button
          type="button"
          className="couture-Button couture-mod-primary"
          disabled={!chosen.length}
          onClick={() => void onCreate(chosen, isOn)}
        >
          {trans._n('Make %1 schedule', 'Make %1 schedules', chosen.length, chosen.length)}
        </button>
        <Toggle label={trans.__('Switch them on at once')} isOn={isOn} onChange={setOn} />
      </div>
    </>
  );
}

function Said({ draft }: { draft: IImportDraft }): ReactElement {
  const { trans } = useCouture();
  return (
    <>
      {draft.problems.map(problem => (
        <div key={problem} className="couture-Field-error">
          {trans.__('Not possible: %1', problem)}
        </div>
      ))}
      {draft.notes.map(note => (
        <div key={note}>{note}</div>
      ))}
    </>
  );
}
