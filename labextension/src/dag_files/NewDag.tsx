/** A new DAG from a template: its name is checked as it is typed; it becomes a file only when it is saved. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { FormEvent, ReactElement } from 'react';
import { useMemo, useState } from 'react';
import type { IDagFile, IDagFileTemplate } from '../api';
import { CommandIDs } from '../commands';
import { ActionButton, ErrorBanner, Field, errorSentence, useCouture, useQuery } from '../ui';
import { type INewName, newName } from './names';

export interface INewDagProps {
  files: readonly IDagFile[];
  folder: string;
  onClose: () => void;
}

export function NewDag({ files, folder, onClose }: INewDagProps): ReactElement {
  const { client, commands, trans } = useCouture();
  const [typed, setTyped] = useState(folder ? `${folder}/` : '');
  const [isTouched, setTouched] = useState(false);
  const [chosen, setChosen] = useState('empty');
  const [problem, setProblem] = useState('');
  const taken = useMemo(() => new Set(files.map(file => file.path)), [files]);
  const name = newName(typed, taken);
  const dagId = name.problem === null ? name.dagId : undefined;
  const { data: templates = [], error, refresh } = useQuery(() => client.dagFiles.templates(dagId), undefined, [client, dagId]);
  const template = templates.find(each => each.id === chosen) ?? templates[0];
  const isTakenId = files.some(file => file.dags.some(dag => dag.dag_id === name.dagId));
  const create = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTouched(true);
    if (name.problem !== null || !template) {
      return;
    }
    try {
      const [fresh] = (await client.dagFiles.templates(name.dagId)).filter(each => each.id === template.id);
      await client.dagFiles.keepDraft(name.path, fresh.content, null);
      onClose();
      await commands.execute(CommandIDs.editDagFile, { path: name.path });
    } catch (reason) {
      setProblem(errorSentence(reason, trans));
    }
  };
  return (
    <form className="couture-NewDag" aria-label={trans.__('New DAG')} onSubmit={event => void create(event)}>
      <h2>{trans.__('New DAG')}</h2>
      <Field
        label={trans.__('Name')}
        isRequired
        hint={trans.__('Of the file and of the DAG. Folders are made: team/daily_orders.')}
        error={isTouched || typed ? problemText(name, trans) : undefined}
      >
        {attributes => (
          <input
            {...attributes}
            className="couture-Input"
            autoFocus
            spellCheck={false}
            value={typed}
            onBlur={() => setTouched(true)}
            onChange={event => setTyped(event.target.value)}
          />
        )}
      </Field>
      {name.problem === null && isTakenId && (
        <div className="couture-Field-error" role="alert">
          {trans.__('There is a DAG %1 already: give the new one another id in its code.', name.dagId)}
        </div>
      )}
      {error && <ErrorBanner error={error} onRetry={refresh} />}
      <div className="couture-NewDag-gallery">
        <Gallery templates={templates} chosen={template?.id} onChoose={setChosen} />
        <pre className="couture-NewDag-preview" aria-label={trans.__('Preview')} tabIndex={0}>
          {template?.content}
        </pre>
      </div>
      {problem && <div className="couture-Field-error" role="alert">{problem}</div>}
      <div className="couture-Buttons">
        <ActionButton label={trans.__('Cancel')} onClick={onClose} />
        <ActionButton label={trans.__('Open in the editor')} variant="primary" needs="dagFiles:edit" isSubmit />
        <span className="couture-muted">{trans.__('The file is made when you save it there.')}</span>
      </div>
    </form>
  );
}

interface IGalleryProps {
  templates: readonly IDagFileTemplate[];
  chosen: string | undefined;
  onChoose: (id: string) => void;
}

function Gallery({ templates, chosen, onChoose }: IGalleryProps): ReactElement {
  const { trans } = useCouture();
  return (
    <div className="couture-NewDag-templates" role="radiogroup" aria-label={trans.__('Template')}>
      {templates.map(template => (
        <label key={template.id} className="couture-NewDag-template">
          <input
            type="radio"
            name="couture-dag-template"
            checked={template.id === chosen}
            onChange={() => onChoose(template.id)}
          />
          <span>
            <strong>{template.title}</strong>
            <span className="couture-muted">{template.description}</span>
          </span>
        </label>
      ))}
    </div>
  );
}

function problemText({ problem, path }: INewName, trans: TranslationBundle): string | undefined {
  return problem === null
    ? undefined
    : {
        empty: trans.__('Give the DAG a name.'),
        characters: trans.__('Use letters, digits, _, - and . only.'),
        outside: trans.__('Give a path inside the DAG folder, with / between folders.'),
        hidden: trans.__('The engine reads no file whose name, or whose folder, begins with a dot.'),
        long: trans.__('A name has at most 250 characters.'),
        taken: trans.__('There is a file %1 already.', path)
      }[problem];
}
