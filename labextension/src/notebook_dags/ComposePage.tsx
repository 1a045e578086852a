/** Make a DAG of several notebooks. */
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { IComposeBody } from '../api';
import type { IPageProps } from '../tokens';
import { EmptyState, Field, useCouture, workflowsIcon } from '../ui';
import { DagFields, type IDagValues } from './DagFields';
import { proposedId } from './drawing';
import { NotebookOrder } from './NotebookOrder';
import { Preview } from './Preview';
import { SaveBar } from './SaveBar';
import { useMade } from './useMade';

export function ComposePage({ place, onPlace }: IPageProps): ReactElement {
  const { trans } = useCouture();
  const paths = Array.isArray(place.paths) ? place.paths.map(String) : [];
  if (paths.length === 0) {
    return (
      <EmptyState icon={workflowsIcon} title={trans.__('No notebooks are chosen')}>
        <p>
          {trans.__('Choose notebooks in the file browser (Ctrl and click), right-click them, and choose "New DAG from These…".')}
        </p>
      </EmptyState>
    );
  }
  return <Form paths={paths} onPaths={next => onPlace({ paths: next })} />;
}

function Form({ paths, onPaths }: { paths: string[]; onPaths: (paths: string[]) => void }): ReactElement {
  const { client, trans } = useCouture();
  const [dag, setDag] = useState<IDagValues>({ dagId: proposedId(paths[0]), schedule: '' });
  const [isInOrder, setInOrder] = useState(true);
  const body: IComposeBody = {
    dag_id: dag.dagId,
    schedule: dag.schedule || null,
    description: '',
    tags: [],
    notebooks: paths,
    in_order: isInOrder
  };
  const made = useMade(JSON.stringify(body), () => client.notebookDags.compose(body));
  return (
    <div className="couture-Page couture-NotebookDag">
      <div className="couture-NotebookDag-form">
        <h1>{trans.__('New DAG from notebooks')}</h1>
        <Field label={trans.__('They run')}>
          {attributes => (
            <select
              {...attributes}
              className="couture-Select"
              value={String(isInOrder)}
              onChange={event => setInOrder(event.target.value === 'true')}
            >
              <option value="true">{trans.__('one after the other')}</option>
              <option value="false">{trans.__('at the same time')}</option>
            </select>
          )}
        </Field>
        <NotebookOrder paths={paths} problem={made.problems.notebooks} onPaths={onPaths} />
        <DagFields values={dag} problems={made.problems} onChange={setDag} />
        <SaveBar made={made} save={() => client.notebookDags.saveComposed(body)} />
      </div>
      <Preview made={made} />
    </div>
  );
}
