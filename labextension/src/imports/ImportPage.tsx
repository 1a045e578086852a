/** Where to import from, the preview, and what came of it. */
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { IImportBody, IImportDraft, IImportedSchedule } from '../api';
import { Field, useCouture } from '../ui';
import { ImportPreview } from './ImportPreview';
import { ImportResult } from './ImportResult';

type Kind = IImportBody['kind'];

export function ImportPage(): ReactElement {
  const { client, trans } = useCouture();
  const [kind, setKind] = useState<Kind>('jupyter_scheduler');
  const [text, setText] = useState('');
  const [path, setPath] = useState('');
  const [drafts, setDrafts] = useState<readonly IImportDraft[] | null>(null);
  const [result, setResult] = useState<readonly IImportedSchedule[] | null>(null);
  const [problem, setProblem] = useState('');
  const body: IImportBody = kind === 'crontab' ? { kind, text } : { kind, path: path.trim() || null };
  const guarded = async (action: () => Promise<void>): Promise<void> => {
    try {
      setProblem('');
      await action();
    } catch (reason) {
      setProblem(reason instanceof Error ? reason.message : String(reason));
    }
  };
  const show = (): Promise<void> =>
    guarded(async () => {
      setResult(null);
      setDrafts(null);
      setDrafts(await client.imports.preview(body));
    });
  const create = (only: string[], isOn: boolean): Promise<void> =>
    guarded(async () => {
      setResult(await client.imports.create(body, only, isOn));
      setDrafts(null);
    });
  return (
    <div className="couture-Page couture-ImportPage">
      <h1>{trans.__('Import schedules')}</h1>
      <Field label={trans.__('From')}>
        {attributes => (
          <select
            {...attributes}
            className="couture-Select"
            value={kind}
            onChange={event => {
              setKind(event.target.value === 'crontab' ? 'crontab' : 'jupyter_scheduler');
              setDrafts(null);
            }}
          >
            <option value="jupyter_scheduler">{trans.__('jupyter-scheduler')}</option>
            <option value="crontab">{trans.__('A crontab with papermill')}</option>
          </select>
        )}
      </Field>
      {kind === 'crontab' ? (
        <Field label={trans.__('Crontab')} hint={trans.__('What crontab -l prints.')}>
          {attributes => (
            <textarea
              {...attributes}
              className="couture-TextArea"
              rows={6}
              spellCheck={false}
              value={text}
              onChange={event => setText(event.target.value)}
            />
          )}
        </Field>
      ) : (
        <Field
          label={trans.__('Database')}
          hint={trans.__('A path in the workspace. Empty: the one of this Jupyter server. It is only read.')}
        >
          {attributes => (
            <input
              {...attributes}
              className="couture-Input"
              spellCheck={false}
              value={path}
              onChange={event => setPath(event.target.value)}
            />
          )}
        </Field>
      )}
      <div className="couture-Buttons">
        <button type="button" className="couture-Button couture-mod-primary" onClick={() => void show()}>
          {trans.__('Show what would be imported')}
        </button>
      </div>
      {problem && (
        <div className="couture-Field-error" role="alert">
          {problem}
        </div>
      )}
      {drafts && <ImportPreview drafts={drafts} onCreate={create} />}
      {result && <ImportResult result={result} />}
    </div>
  );
}
