/** Addresses of our pages: `…/lab?couture=dag/<dag_id>[/<view>[/<run_id>[/<task_id>[/<map_index>]]]]`, with `/<way>/<task_id>` at its
 * end the tasks around one (`upstream`, `downstream`, `both`);
 * `…/lab?couture=run/<dag_id>/<run_id>[/<task_id>[/<map_index>]]`, `…/lab?couture=trigger/<dag_id>`,
 * `…/lab?couture=live/<dag_id>/<run_id>[/<task_id>]`, lists `…/lab?couture=runs[/<filters>]`,
 * `…/lab?couture=assets[/<id>|/lineage|/<filters>]`, and those of pages.ts. */
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { CommandIDs } from '../commands';
import { argsIn, queryOf } from '../state/list_state';
import { pageOf, type PageWord } from './pages';

export const ADDRESS_PATTERN = /[?&]couture=/;

export interface IDestination {
  command: string;
  args: ReadonlyPartialJSONObject;
}

/** What to open for the search part of an address; null when it names none of our pages. */
export function destinationOf(search: string): IDestination | null {
  const target = new URLSearchParams(search).get('couture');
  const [page, ...parts] = (target ?? '').split('/').map(decoded);
  if (page === 'dag' && parts.length >= 1) {
    return { command: CommandIDs.openDag, args: dagArgs(parts) };
  }
  if (page === 'run' && parts.length >= 2) {
    const [dagId, runId, taskId, mapIndex] = parts;
    const task = { ...(taskId && { taskId }), ...(mapIndex && { mapIndex: Number(mapIndex) }) };
    return { command: CommandIDs.openRun, args: { dagId, runId, ...task } };
  }
  if (page === 'live' && parts.length >= 2) {
    const [dagId, runId, taskId] = parts;
    return { command: CommandIDs.openLive, args: { dagId, runId, ...(taskId ? { taskId } : {}) } };
  }
  if (Object.hasOwn(LISTS, page)) {
    return { command: LISTS[page], args: listArgs(parts[0] ?? '') };
  }
  if (page === 'assets') {
    return { command: CommandIDs.openAssets, args: assetsArgs(parts[0] ?? '') };
  }
  return pageOf(page, parts);
}

/** A part of an address; what somebody cut off within a character stays as it is. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) {
      return part;
    }
    throw error;
  }
}

function assetsArgs(part: string): ReadonlyPartialJSONObject {
  if (/^\d+$/.test(part)) {
    return { assetId: Number(part) };
  }
  return part === 'lineage' ? { view: 'lineage' } : part.includes('=') ? argsIn(part) : {};
}

/** The lists, by the names of their pages; a second part holds filters as a query string. */
const LISTS: Readonly<Record<string, string>> = {
  dags: CommandIDs.openDags,
  runs: CommandIDs.openRuns,
  'task-instances': CommandIDs.openTaskInstances,
  jobs: CommandIDs.openJobs,
  'audit-log': CommandIDs.openAuditLog,
  'sla-misses': CommandIDs.openSlaMisses,
  'asset-events': CommandIDs.openAssetEvents
};

/** Filters, or the id of a DAG alone. */
function listArgs(part: string): ReadonlyPartialJSONObject {
  if (part === '') {
    return {};
  }
  return part.includes('=') ? argsIn(part) : { dagId: part };
}

function dagArgs([dagId, view, runId, taskId, mapIndex, filterWay, filterTask]: string[]): ReadonlyPartialJSONObject {
  return {
    dagId,
    ...(view && { view }),
    ...(runId && { runId }),
    ...(taskId && { taskId }),
    ...(mapIndex && { mapIndex: Number(mapIndex) }),
    ...(filterWay && filterTask && { filterWay, filterTask })
  };
}

/** The address of `path` below `base`, relative to it, without the part that names one of our pages. */
export function withoutDestination(path: string, search: string, base: string): string {
  const rest = new URLSearchParams(search);
  rest.delete('couture');
  const left = rest.toString();
  return (path.startsWith(base) ? path.slice(base.length) : path) + (left ? `?${left}` : '');
}

/** The address of a DAG's page, of one of its runs or of a task instance (`[task id, map index]`), below JupyterLab's own;
 * `base` ends with a slash. */
export function addressOf(base: string, dagId: string, runId?: string, task: readonly string[] = []): string {
  const parts = runId === undefined ? ['dag', dagId] : ['run', dagId, runId, ...task];
  return `${base}lab/couture/${parts.map(encodeURIComponent).join('/')}`;
}

/** The address of a list with these filters. */
export function addressOfList(base: string, page: string, filters: ReadonlyPartialJSONObject): string {
  const query = queryOf(filters);
  return `${base}lab/couture/${[page, ...(query ? [query] : [])].map(encodeURIComponent).join('/')}`;
}

/** The search part that leads to a page, e.g. `searchFor('run', dagId, runId)`. */
export function searchFor(page: 'dag' | 'run' | 'live' | 'runs' | 'assets' | PageWord, ...parts: string[]): string {
  const target = [page, ...parts.map(encodeURIComponent)].join('/');
  return `?couture=${encodeURIComponent(target)}`;
}
