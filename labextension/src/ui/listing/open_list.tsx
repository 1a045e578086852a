/** Makes a list a page of the main area, with what it remembers. */
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { ComponentType, ReactElement } from 'react';
import { useEffect, useMemo, useState } from 'react';
import { argsOf, type IListState, separated, stateOf } from '../../state/list_state';
import type { ICouture, IPageProps } from '../../tokens';
import { useCouture } from '../context';
import { ListPage } from './ListPage';
import type { IListDefinition } from './types';

/** The page of a list. */
export function listPage<Row>(define: (couture: ICouture) => IListDefinition<Row>): ComponentType<IPageProps> {
  return function RememberedListPage(props: IPageProps): ReactElement | null {
    const couture = useCouture();
    const list = useMemo(() => define(couture), [couture]);
    return <RememberedList list={list} {...props} />;
  };
}

interface IMemory {
  columns: readonly string[] | null;
  args: ReadonlyPartialJSONObject;
}

interface IRememberedListProps<Row> extends IPageProps {
  list: IListDefinition<Row>;
}

/** The list with the columns that its place names, else those that the person chose; and its last filters where it keeps
 * them. */
function RememberedList<Row>({ list, page, stateDB, place, onPlace }: IRememberedListProps<Row>): ReactElement | null {
  const key = `couture-jupyter:list:${list.page}`;
  const [memory, setMemory] = useState<IMemory | null>(null);
  useEffect(() => {
    const take = (stored: unknown): void => setMemory(memoryFrom(stored));
    (stateDB?.fetch(key) ?? Promise.resolve()).then(take, take);
  }, [stateDB, key]);
  if (memory === null) {
    return null;
  }
  const ids = list.fields.map(field => field.id);
  const isAsked = Object.keys(place).length > 0 || !list.isRemembered;
  const remember = (next: IMemory): void => {
    setMemory(next);
    void stateDB?.save(key, { columns: next.columns && [...next.columns], args: next.args });
  };
  const named = columnsIn(place.columns, list);
  const onState = (state: IListState): void => {
    const args = argsOf(state, list.orderBy);
    if (list.isRemembered) {
      remember({ ...memory, args });
    }
    onPlace(named ? { ...args, columns: place.columns } : args);
  };
  const onColumns = (columns: readonly string[] | null): void => {
    remember({ ...memory, columns });
    if (named) {
      onPlace(argsOf(stateOf(place, ids, list.orderBy), list.orderBy));
    }
  };
  return (
    <ListPage
      list={list}
      title={page.label}
      icon={page.icon}
      state={stateOf(isAsked ? place : memory.args, ids, list.orderBy)}
      onState={onState}
      columns={named ?? memory.columns}
      onColumns={onColumns}
    />
  );
}

/** The columns that an address names; null when it names none that the list has. */
function columnsIn<Row>(text: unknown, list: IListDefinition<Row>): readonly string[] | null {
  const ids = typeof text === 'string' ? separated(text) : [];
  const found = list.columns.map(({ id }) => id).filter(id => ids.includes(id));
  return found.length > 0 ? found : null;
}

function memoryFrom(stored: unknown): IMemory {
  const { columns, args } = (stored ?? {}) as Partial<Record<keyof IMemory, unknown>>;
  return {
    columns: Array.isArray(columns) ? columns.filter(each => typeof each === 'string') : null,
    args: typeof args === 'object' && args !== null ? (args as ReadonlyPartialJSONObject) : {}
  };
}
