/** What saving would make: the drawing, the notebooks, the Python. */
import type { ReactElement } from 'react';
import { useMemo, useState } from 'react';
import type { INotebookDag } from '../api';
import { ErrorBanner, Loading, Tabs, useCouture } from '../ui';
import { GraphDrawing } from '../ui/graph';
import { drawingOf } from './drawing';
import { PartList } from './PartList';
import type { IMade } from './useMade';

export function Preview({ made }: { made: IMade }): ReactElement {
  const { dag, error, isCurrent, problems } = made;
  const isElsewhere = Object.keys(problems).length > 0; // at its field
  return (
    <div className={`couture-NotebookDag-preview${dag && !isCurrent ? ' couture-mod-stale' : ''}`}>
      {error && !isElsewhere && <ErrorBanner error={error} />}
      {!dag && !error && <Loading />}
      {dag && <Made dag={dag} />}
    </div>
  );
}

function Made({ dag }: { dag: INotebookDag }): ReactElement {
  const { trans } = useCouture();
  const [tab, setTab] = useState('drawing');
  const [chosen, setChosen] = useState<string | null>(null);
  const graph = useMemo(() => drawingOf(dag), [dag]);
  const tabs = [
    { id: 'drawing', label: trans.__('Drawing') },
    ...(dag.notebooks.length > 0 ? [{ id: 'parts', label: trans.__('Notebooks') }] : []),
    { id: 'python', label: trans.__('Python') }
  ];
  return (
    <Tabs label={trans.__('What will be made')} tabs={tabs} current={tab} onChange={setTab}>
      {tab === 'drawing' && (
        <div className="couture-NotebookDag-drawing">
          <GraphDrawing
            graph={graph}
            label={trans.__('The tasks of %1', dag.dag_id)}
            selected={chosen}
            onSelect={setChosen}
            onOpen={() => dag.notebooks.length > 0 && setTab('parts')}
          />
        </div>
      )}
      {tab === 'parts' && <PartList dag={dag} chosen={chosen} />}
      {tab === 'python' && <pre className="couture-NotebookDag-python">{dag.content}</pre>}
    </Tabs>
  );
}
