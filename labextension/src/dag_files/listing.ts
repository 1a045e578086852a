/** The list of DAG files: searched, of one folder, in an order. */
import type { IDagFile } from '../api';

export type Order = 'path' | 'state' | 'size' | 'changed' | 'seconds';

/** Broken ones first: somebody has to do something about them. */
const STATES: readonly IDagFile['state'][] = ['broken', 'unread', 'read', 'module', 'ignored', 'rules'];

export function folderOf(path: string): string {
  return path.split('/').slice(0, -1).join('/');
}

export function foldersOf(files: readonly IDagFile[]): string[] {
  return [...new Set(files.map(file => folderOf(file.path)))].filter(Boolean).sort();
}

/** Those whose path, DAGs or last author hold every word; below `folder`, if one is given. */
export function chosen(files: readonly IDagFile[], search: string, folder: string): IDagFile[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return files.filter(file => {
    const text = [file.path, file.changed_by ?? '', ...file.dags.map(dag => dag.dag_id)].join(' ').toLowerCase();
    return (!folder || file.path.startsWith(`${folder}/`)) && words.every(word => text.includes(word));
  });
}

/** `orderBy` has `-` in front for the other way round. Equal ones stand by their paths. */
export function ordered(files: readonly IDagFile[], orderBy: string): IDagFile[] {
  const isDown = orderBy.startsWith('-');
  const key = keyOf(orderBy.replace('-', '') as Order);
  return [...files].sort((left, right) => {
    const [a, b] = [key(left), key(right)];
    const order = a < b ? -1 : a > b ? 1 : 0;
    return (isDown ? -order : order) || left.path.localeCompare(right.path);
  });
}

function keyOf(order: Order): (file: IDagFile) => string | number {
  return {
    path: (file: IDagFile) => file.path.toLowerCase(),
    state: (file: IDagFile) => STATES.indexOf(file.state),
    size: (file: IDagFile) => file.size,
    changed: (file: IDagFile) => file.changed_at,
    seconds: (file: IDagFile) => file.parse_seconds ?? -1
  }[order];
}
