/** Takes things over from a JSON file: choose or paste it, see what is new and what would change, then import. */
import { type ReactElement, useState } from 'react';
import { ActionButton } from './ActionButton';
import { useCouture } from './context';
import { errorSentence } from './errors';
import { Field } from './fields';
import { FileButton } from './FileButton';
import { ImportRows, type IImportRow } from './ImportRows';
import { jsonProblem } from './json_text';
import type { Permission } from './usePermission';

export type ExistingChoice = 'overwrite' | 'skip' | 'fail';
export type ImportDocument = Record<string, unknown>;

export interface IImportPanelProps {
  /** What may stand in the file, as a sentence. */
  hint: string;
  needs: Permission;
  preview: (document: ImportDocument) => Promise<readonly IImportRow[]>;
  /** Import these; how many were set. */
  apply: (document: ImportDocument, existing: ExistingChoice) => Promise<void>;
}

export function ImportPanel({ hint, needs, preview, apply }: IImportPanelProps): ReactElement {
  const { trans } = useCouture();
  const [text, setText] = useState('');
  const [rows, setRows] = useState<readonly IImportRow[] | null>(null);
  const [existing, setExisting] = useState<ExistingChoice>('skip');
  const [problem, setProblem] = useState('');
  const write = (given: string): void => {
    setText(given);
    setRows(null);
    setProblem('');
  };
  const guarded = async (work: () => Promise<void>): Promise<void> => {
    try {
      setProblem('');
      await work();
    } catch (reason) {
      setProblem(errorSentence(reason, trans));
    }
  };
  const look = (given: string): Promise<void> =>
    guarded(async () => {
      const wrong = jsonProblem(given, trans);
      const document: unknown = wrong === null ? JSON.parse(given) : null;
      if (document === null || typeof document !== 'object' || Array.isArray(document)) {
        throw new Error(wrong ?? trans.__('The file holds no names with values: it has to be a JSON object.'));
      }
      setRows(await preview(document as ImportDocument));
    });
  const fitting = (rows ?? []).filter(row => row.problem === null);
  const run = (): Promise<void> =>
    guarded(() => {
      const document = JSON.parse(text) as ImportDocument;
      return apply(Object.fromEntries(fitting.map(row => [row.key, document[row.key]])), existing);
    });
  return (
    <>
      <Field label={trans.__('File')} hint={hint} error={problem || undefined}>
        {attributes => (
          <textarea
            {...attributes}
            className="couture-TextArea couture-mod-code"
            rows={6}
            spellCheck={false}
            placeholder={trans.__('Paste JSON here, or choose a file')}
            value={text}
            onChange={event => write(event.target.value)}
          />
        )}
      </Field>
      <div className="couture-Buttons">
        <FileButton
          label={trans.__('Choose a file…')}
          accept=".json,application/json"
          needs={needs}
          onFile={given => {
            write(given);
            void look(given);
          }}
          onProblem={reason => setProblem(errorSentence(reason, trans))}
        />
        <ActionButton
          label={trans.__('Show what would be imported')}
          needs={needs}
          disabledBecause={text.trim() ? null : trans.__('Paste JSON or choose a file first.')}
          onClick={() => void look(text)}
        />
      </div>
      {rows && (
        <>
          <ImportRows rows={rows} />
          <ExistingField value={existing} onChange={setExisting} />
          <div className="couture-Buttons">
            <ActionButton
              variant="primary"
              label={trans._n('Import %1', 'Import %1', fitting.length)}
              needs={needs}
              disabledBecause={fitting.length > 0 ? null : trans.__('There is nothing that can be imported.')}
              onClick={() => void run()}
            />
          </div>
        </>
      )}
    </>
  );
}

function ExistingField(props: { value: ExistingChoice; onChange: (value: ExistingChoice) => void }): ReactElement {
  const { trans } = useCouture();
  return (
    <Field label={trans.__('What is there already')}>
      {attributes => (
        <select
          {...attributes}
          className="couture-Select"
          value={props.value}
          onChange={event => props.onChange(event.target.value as ExistingChoice)}
        >
          <option value="skip">{trans.__('stays as it is')}</option>
          <option value="overwrite">{trans.__('is overwritten')}</option>
          <option value="fail">{trans.__('stops the import: nothing is changed')}</option>
        </select>
      )}
    </Field>
  );
}
