/** The critical path of a run: the chain of tasks that its end waited for. Had any of them been quicker, the run would have
 * ended earlier. */

export interface ISpan {
  /** When the task ended; `now` of one that runs. */
  readonly end: number;
}

/**
 * The tasks of the path, the first one first: from the task that ended last always to the upstream task that ended last.
 * A task that never ran is passed through: what it waited for may still be what the others waited for.
 */
export function criticalPath(spans: ReadonlyMap<string, ISpan>, upstream: ReadonlyMap<string, readonly string[]>): string[] {
  const path: string[] = [];
  const seen = new Set<string>();
  let task = latest([...spans.keys()], spans);
  while (task !== undefined && !seen.has(task)) {
    seen.add(task);
    path.push(task);
    task = latest(ranBefore(task, spans, upstream), spans);
  }
  return path.reverse();
}

/** The nearest tasks before this one that ran. */
function ranBefore(
  task: string,
  spans: ReadonlyMap<string, ISpan>,
  upstream: ReadonlyMap<string, readonly string[]>
): string[] {
  const found: string[] = [];
  const seen = new Set<string>();
  const open = [...(upstream.get(task) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (!seen.has(next)) {
      seen.add(next);
      if (spans.has(next)) {
        found.push(next);
      } else {
        open.push(...(upstream.get(next) ?? []));
      }
    }
  }
  return found;
}

function latest(tasks: readonly string[], spans: ReadonlyMap<string, ISpan>): string | undefined {
  let best: string | undefined;
  for (const task of tasks) {
    if (best === undefined || (spans.get(task)?.end ?? 0) > (spans.get(best)?.end ?? 0)) {
      best = task;
    }
  }
  return best;
}
