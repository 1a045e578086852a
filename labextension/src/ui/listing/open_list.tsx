/** Makes a list a page of the main area: its command, its place in the layout, and what it remembers. */
import type { ILayoutRestorer, JupyterFrontEnd } from '@jupyterlab/application';
import type { ICommandPalette } from '@jupyterlab/apputils';
import type { IStateDB } from '@jupyterlab/statedb';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { ReactElement } from 'react';
import { useEffect, useState } from 'react';
import { argsOf, type IListState, separated, stateOf } from '../../state/list_state';
import type { ICouture } from '../../tokens';
import { addPage, type IPageProps } from '../pages';
import { ListPage } from './ListPage';
import type { IListDefinition } from './types';

export interface IListPlace {
  app: JupyterFrontEnd;
  couture: ICouture;
  palette: ICommandPalette | null;
  restorer: ILayoutRestorer | null;
  stateDB: IStateDB | null;
  command: string;
  caption: string;
}

/** Add the command that opens the list; its arguments are filters by their ids, `orderBy` and `columns`. */
export function addListPage<Row>(list: IListDefinition<Row>, place: IListPlace): void {
  const { app, couture, palette, restorer, stateDB, command, caption } = place;
  const fields = list.fields.map(field => [field.id, field.label] as const);
  const places = {
    ...Object.fromEntries(fields),
    orderBy: couture.trans.__('What the list is ordered by'),
    columns: couture.trans.__('The columns in sight, with commas between')
  };
  const component = (props: IPageProps): ReactElement | null => <RememberedList list={list} stateDB={stateDB} {...props} />;
  const options = { id: list.id, command, label: list.title, caption, icon: list.icon, places, component };
  addPage(app, couture, options, palette, restorer);
}

interface IMemory {
  columns: readonly string[] | null;
  args: ReadonlyPartialJSONObject;
}

export interface IRememberedListProps<Row> extends IPageProps {
  list: IListDefinition<Row>;
  stateDB: IStateDB | null;
}

/** The list with the columns that its place names, else those that the person chose; and its last filters where it keeps
 * them. */
export function RememberedList<Row>({ list, stateDB, place, onPlace }: IRememberedListProps<Row>): ReactElement | null {
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
