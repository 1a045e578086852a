/** The links that an operator left for people, above the tabs of its task. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { URLExt } from '@jupyterlab/coreutils';
import type { ReactElement } from 'react';
import type { ITaskInstance } from '../api';
import { ICouture, ITaskParts } from '../tokens';
import { isFinished, useCouture, useQuery } from '../ui';

export function ExtraLinks({ task }: { task: ITaskInstance }): ReactElement | null {
  const { client, trans } = useCouture();
  const { dag_id: dagId, dag_run_id: runId, task_id: taskId, map_index: mapIndex } = task;
  const { data } = useQuery(
    () => client.runs.extraLinks(dagId, runId, taskId, mapIndex),
    () => false,
    [client, dagId, runId, taskId, mapIndex, task.state, task.try_number]
  );
  const links = Object.entries(data ?? {});
  if (links.length === 0) {
    return null;
  }
  return (
    <p className="couture-ExtraLinks">
      <span className="couture-muted">{trans.__('Links:')}</span>
      {links.map(([name, address]) => (
        <a key={name} className="couture-Link" href={absolute(address, client.http.settings.baseUrl)} target="_blank" rel="noopener noreferrer">
          {name}
        </a>
      ))}
    </p>
  );
}

/** A relative address is meant from the Jupyter server's own. */
function absolute(address: string, base: string): string {
  return /^https?:\/\//i.test(address) ? address : URLExt.join(base, address);
}

export const extraLinksPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:extra-links',
  description: 'The links that an operator left for people.',
  autoStart: true,
  requires: [ICouture, ITaskParts],
  activate: (_app: JupyterFrontEnd, _couture: ICouture, parts: ITaskParts): void => {
    parts.add({
      id: 'extra-links',
      rank: 40,
      fits: task => task.has_extra_links && isFinished(task.state),
      component: ExtraLinks
    });
  }
};
