/** Which rows of a list are selected: over all its pages, until a person lets them go or they are deleted. */
import { useEffect, useRef, useState } from 'react';
import type { QueryParams } from '../../api/client';
import type { IChange } from '../../state/changes';
import type { PagedQuery } from '../../state/paged_query';
import { useCouture } from '../context';
import { attempt } from '../dialogs';
import type { IListDefinition } from './types';

/** More rows than these are not held in the browser: a list is narrowed down first. */
export const MOST_SELECTED = 10000;
/** How many rows the server gives at once. */
const AT_ONCE = 1000;

export interface ISelection<Row> {
  readonly rows: ReadonlyMap<string, Row>;
  /** How many rows of those to select are there, while all are asked for. */
  readonly progress: number | null;
  has(row: Row): boolean;
  /** Select the row with this index or let it go; with `isRange` also those since the last one. */
  choose(index: number, isChosen: boolean, isRange: boolean): void;
  /** Select everything that matches. */
  chooseAll(): Promise<void>;
  clear(): void;
}

export function useSelection<Row>(
  list: IListDefinition<Row>,
  query: PagedQuery<Row>,
  params: () => QueryParams
): ISelection<Row> {
  const { trans } = useCouture();
  const [rows, setRows] = useState<ReadonlyMap<string, Row>>(new Map());
  const [progress, setProgress] = useState<number | null>(null);
  const last = useRef(0);
  const asking = useRef(0);
  useForgetDeleted(list, setRows);
  // What is selected is shown, and acted on, as it is now.
  const current = new Map(rows);
  for (const row of rows.size > 0 ? query.loaded() : []) {
    if (rows.has(list.rowKey(row))) {
      current.set(list.rowKey(row), row);
    }
  }
  const chooseAll = async (): Promise<void> => {
    const turn = ++asking.current;
    const found = new Map<string, Row>();
    await attempt(trans.__('Not all rows could be selected.'), async () => {
      for (let total = Infinity; found.size < Math.min(total, MOST_SELECTED) && turn === asking.current; ) {
        setProgress(found.size);
        const page = await list.fetch({ ...params(), limit: AT_ONCE, offset: found.size });
        page.rows.forEach(row => found.set(list.rowKey(row), row));
        total = page.rows.length > 0 ? page.total : 0;
      }
    }, trans);
    if (turn === asking.current) {
      setProgress(null);
      setRows(found);
    }
  };
  const clear = (): void => {
    asking.current++;
    setProgress(null);
    setRows(new Map());
  };
  const choose = (index: number, isChosen: boolean, isRange: boolean): void => {
    const from = isRange ? Math.min(last.current, index) : index;
    const to = isRange ? Math.max(last.current, index) : index;
    const next = new Map(current);
    for (let each = from; each <= to; each++) {
      const row = query.at(each);
      if (row && isChosen) {
        next.set(list.rowKey(row), row);
      } else if (row) {
        next.delete(list.rowKey(row));
      }
    }
    last.current = index;
    setRows(next);
  };
  return { rows: current, progress, has: row => current.has(list.rowKey(row)), choose, chooseAll, clear };
}

/** A row that is gone cannot stay selected. */
function useForgetDeleted<Row>(
  { goneKey }: IListDefinition<Row>,
  setRows: React.Dispatch<React.SetStateAction<ReadonlyMap<string, Row>>>
): void {
  const { changes } = useCouture();
  useEffect(() => {
    if (!goneKey) {
      return undefined;
    }
    const forget = (_: unknown, arrived: readonly IChange[]): void => {
      const gone = new Set(arrived.map(goneKey).filter(key => key !== null));
      if (gone.size > 0) {
        setRows(rows => new Map([...rows].filter(([key]) => !gone.has(key))));
      }
    };
    changes.arrived.connect(forget);
    return () => {
      changes.arrived.disconnect(forget);
    };
  }, [changes, goneKey, setRows]);
}
