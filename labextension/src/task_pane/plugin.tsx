/** The pane of a task instance, which the pages of runs and DAGs place; and what features show in it. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { ReactElement } from 'react';
import { ICouture, type ITaskPanelProps, type ITaskPaneProps, ITaskParts } from '../tokens';
import { lazily, withOwnImages } from '../ui';
import { PartsProvider, TaskParts } from './parts';
import { RenderingProvider } from './rendering';

const TaskPane = lazily(async () => (await import('./TaskPane')).TaskPane);
const TaskPanel = lazily(async () => (await import('./TaskPanel')).TaskPanel);

export const taskPanePlugin: JupyterFrontEndPlugin<ITaskParts> = {
  id: 'couture-jupyter:task-pane',
  description: 'The pane of a task instance.',
  autoStart: true,
  requires: [ICouture, IRenderMimeRegistry],
  optional: [IEditorLanguageRegistry],
  provides: ITaskParts,
  activate: (
    _: JupyterFrontEnd,
    couture: ICouture,
    rendermime: IRenderMimeRegistry,
    languages: IEditorLanguageRegistry | null
  ): ITaskParts => {
    const parts = new TaskParts();
    const rendering = { rendermime: withOwnImages(rendermime), languages };
    addOwnParts(parts, couture);
    const within = (content: ReactElement): ReactElement => (
      <RenderingProvider value={rendering}>
        <PartsProvider value={parts}>{content}</PartsProvider>
      </RenderingProvider>
    );
    return Object.assign(parts, {
      pane: (props: ITaskPaneProps) => within(<TaskPane {...props} />),
      panel: (props: ITaskPanelProps) => within(<TaskPanel {...props} />)
    });
  }
};

function addOwnParts(parts: TaskParts, { trans }: ICouture): void {
  const always = (): boolean => true;
  parts.add({ id: 'rendered', rank: 50, label: trans.__('Rendered'), fits: always, component: lazily(async () => (await import('./RenderedView')).RenderedView) });
  parts.add({ id: 'xcoms', rank: 52, label: trans.__('XComs'), fits: always, component: lazily(async () => (await import('./XComView')).XComView) });
  parts.add({ id: 'relatives', rank: 54, label: trans.__('Upstream, downstream'), fits: always, component: lazily(async () => (await import('./RelativesView')).RelativesView) });
  parts.add({
    id: 'instances',
    rank: 60,
    label: trans.__('Mapped instances'),
    fits: task => task.map_index >= 0,
    component: lazily(async () => {
      const { MappedInstances } = await import('./MappedInstances');
      return ({ task, onSelect }) => (
        <MappedInstances
          dagId={task.dag_id}
          runId={task.dag_run_id}
          taskId={task.task_id}
          chosen={task.map_index}
          onChoose={mapIndex => onSelect({ mapIndex })}
        />
      );
    })
  });
}
