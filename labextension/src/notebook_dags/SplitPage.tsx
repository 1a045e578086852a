/** Split a notebook into the tasks of a DAG. */
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { ISplitBody } from '../api';
import type { IPageProps } from '../tokens';
import { EmptyState, Field, useCouture, workflowsIcon } from '../ui';
import { DagFields, type IDagValues } from './DagFields';
import { proposedId } from './drawing';
import { Preview } from './Preview';
import { SaveBar } from './SaveBar';
import { useMade } from './useMade';

export function SplitPage({ place }: IPageProps): ReactElement {
  const { trans } = useCouture();
  const path = typeof place.path === 'string' ? place.path : '';
  if (path === '') {
    return (
      <EmptyState icon={workflowsIcon} title={trans.__('No notebook is chosen')}>
        <p>{trans.__('Right-click a notebook in the file browser and choose "Split into Tasks…".')}</p>
      </EmptyState>
    );
  }
  return <Form key={path} path={path} />;
}

function Form({ path }: { path: string }): ReactElement {
  const { client, trans } = useCouture();
  const [dag, setDag] = useState<IDagValues>({ dagId: proposedId(path), schedule: '' });
  const [where, setWhere] = useState('headings');
  const [isInOrder, setInOrder] = useState(false);
  const level = Number(where);
  const body: ISplitBody = {
    dag_id: dag.dagId,
    schedule: dag.schedule || null,
    description: '',
    tags: [],
    notebook: path,
    by: where === 'tags' ? 'tags' : 'headings',
    level: level > 0 ? level : null,
    in_order: isInOrder
  };
  const made = useMade(JSON.stringify(body), () => client.notebookDags.split(body));
  const { problems } = made;
  return (
    <div className="couture-Page couture-NotebookDag">
      <div className="couture-NotebookDag-form">
        <h1>{trans.__('Split into tasks')}</h1>
        <p className={problems.notebook ? 'couture-Field-error' : 'couture-muted'}>{problems.notebook ?? path}</p>
        <Field label={trans.__('A task begins at')} error={problems.by ?? problems.level}>
          {attributes => (
            <select
              {...attributes}
              className="couture-Select"
              value={where}
              onChange={event => setWhere(event.target.value)}
            >
              <option value="headings">{trans.__('each heading')}</option>
              {[1, 2, 3, 4].map(each => (
                <option key={each} value={each}>
                  {trans.__('each heading of level %1', each)}
                </option>
              ))}
              <option value="tags">{trans.__('each cell tagged task:NAME')}</option>
            </select>
          )}
        </Field>
        <OrderField isInOrder={isInOrder} onChange={setInOrder} />
        <DagFields values={dag} problems={problems} onChange={setDag} />
        <SaveBar made={made} save={replace => client.notebookDags.saveSplit(body, replace)} />
      </div>
      <Preview made={made} />
    </div>
  );
}

function OrderField({ isInOrder, onChange }: { isInOrder: boolean; onChange: (value: boolean) => void }): ReactElement {
  const { trans } = useCouture();
  return (
    <Field label={trans.__('A task waits for')}>
      {attributes => (
        <select
          {...attributes}
          className="couture-Select"
          value={String(isInOrder)}
          onChange={event => onChange(event.target.value === 'true')}
        >
          <option value="false">{trans.__('those whose values and files it uses')}</option>
          <option value="true">{trans.__('the one before it')}</option>
        </select>
      )}
    </Field>
  );
}
