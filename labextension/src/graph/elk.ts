/**
 * Elk, the layout engine: in a web worker, loaded when the first graph is drawn.
 *
 * The worker is a file beside our bundle, so it is found below any base URL and without a network. Where a browser
 * refuses it (a content security policy, files from another origin), elk works in the page itself: slower to the touch,
 * but there.
 */
import type { ELK, ElkNode } from 'elkjs/lib/elk-api';
import { fromElk, type ILayout, isLarge, layoutKey, toElk } from './layout';
import type { IGraph } from './model';
import { quickLayout } from './quick/quick_layout';

/** Layouts that were made before: a drawing that is opened or unfolded again is there at once. */
const kept = new Map<string, Promise<ILayout>>();
const MOST_KEPT = 40;

let engine: Promise<ELK> | undefined;

/** Lay the graph out. A graph that differs only in its states gets the layout it had. */
export function layOut(graph: IGraph): Promise<ILayout> {
  const key = layoutKey(graph);
  let layout = kept.get(key);
  if (!layout) {
    layout = makeLayout(graph);
    keep(key, layout);
  }
  return layout;
}

/** Begin to load elk, because a graph is likely to be drawn soon. */
export function prepareLayout(): void {
  void theEngine().catch(() => undefined);
}

async function makeLayout(graph: IGraph): Promise<ILayout> {
  if (!graph.nodes.length) {
    return { width: 0, height: 0, orientation: graph.orientation, boxes: new Map(), edges: [] };
  }
  const quick = isLarge(graph) ? quickLayout(graph) : undefined;
  if (quick) {
    return quick;
  }
  const elk = await theEngine();
  return fromElk(graph, await elk.layout(toElk(graph)));
}

function keep(key: string, layout: Promise<ILayout>): void {
  kept.set(key, layout);
  layout.catch(() => kept.delete(key));
  if (kept.size > MOST_KEPT) {
    kept.delete(kept.keys().next().value!);
  }
}

function theEngine(): Promise<ELK> {
  engine ??= inWorker().catch(inPage);
  engine.catch(() => (engine = undefined));
  return engine;
}

async function inWorker(): Promise<ELK> {
  if (typeof Worker === 'undefined') {
    throw new Error('This browser has no web workers.');
  }
  const worker = new Worker(new URL('elkjs/lib/elk-worker.min.js', import.meta.url));
  const refused = new Promise<never>((_, reject) => {
    worker.addEventListener('error', () => reject(new Error('The web worker did not start.')), { once: true });
  });
  refused.catch(() => undefined); // it is told below, once the way to the worker is loaded
  const { default: Elk } = await import('elkjs/lib/elk-api');
  const elk = new Elk({ workerFactory: () => worker });
  // The first, empty layout tells whether the worker works.
  await Promise.race([elk.layout({ id: 'root' } satisfies ElkNode), refused]);
  return elk;
}

async function inPage(): Promise<ELK> {
  const { default: Elk } = await import('elkjs/lib/elk.bundled');
  return new Elk();
}
