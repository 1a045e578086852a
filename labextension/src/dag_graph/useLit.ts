/** What is lit in the graph: what a state of the legend, or else the search, means. */
import { useMemo, useState } from 'react';
import type { IGraph } from '../graph/model';
import { found, inState, litNodes } from './finding';

export interface ILit {
  readonly text: string;
  setText(text: string): void;
  /** The tasks that the text means. */
  readonly matches: readonly string[];
  readonly pinned: string | null | undefined;
  setPinned(state: string | null | undefined): void;
  setHovered(state: string | null | undefined): void;
  /** The tasks that are meant; null: nothing is asked for. */
  readonly ids: ReadonlySet<string> | null;
  /** The nodes to light; null: all. */
  readonly nodes: ReadonlySet<string> | null;
}

export function useLit(graph: IGraph | undefined, folded: ReadonlySet<string>): ILit {
  const [text, setText] = useState('');
  const [pinned, setPinned] = useState<string | null | undefined>();
  const [hovered, setHovered] = useState<string | null | undefined>();
  const state = hovered === undefined ? pinned : hovered;
  const matches = useMemo(() => (graph ? found(graph, text) : []), [graph, text]);
  const isSearching = text.trim() !== '';
  const ids = useMemo(() => {
    if (!graph || (state === undefined && !isSearching)) {
      return null;
    }
    return new Set(state === undefined ? matches : inState(graph, state));
  }, [graph, state, isSearching, matches]);
  const nodes = useMemo(() => (graph && ids ? litNodes(graph, folded, [...ids]) : null), [graph, folded, ids]);
  return { text, setText, matches, pinned, setPinned, setHovered, ids, nodes };
}
