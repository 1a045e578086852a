/** A brick that is being written: what its form holds. It is part of the page's place, so that a reload loses nothing. */
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { IBrick, IBrickContent, IBrickParameter } from '../api';

export interface IEditing {
  /** The brick that is changed; null: a new one. */
  readonly brickId: string | null;
  /** The version that is changed. */
  readonly version: number;
  readonly isShared: boolean;
  readonly content: IBrickContent;
  /** What it is made of, as long as its placeholders can be chosen. */
  readonly selection: IChosenLines | null;
  /** Whether it holds what is saved nowhere else. */
  readonly isChanged: boolean;
}

/** Lines of a source, and which of their names and values become placeholders. */
export interface IChosenLines {
  readonly source: string;
  readonly first: number;
  readonly last: number;
  readonly chosen: readonly string[];
}

export const EMPTY: IBrickContent = {
  title: '',
  body: '',
  description: '',
  category: '',
  tags: [],
  place: 'cursor',
  imports: [],
  parameters: []
};

export function newBrick(selection: IChosenLines | null): IEditing {
  return { brickId: null, version: 0, isShared: false, content: EMPTY, selection, isChanged: false };
}

export function changeOf(brick: IBrick): IEditing {
  return {
    brickId: brick.code_brick_id,
    version: brick.version,
    isShared: brick.origin === 'shared',
    content: contentOf(brick),
    selection: null,
    isChanged: false
  };
}

export function copyOf(brick: IBrick, title: string): IEditing {
  return { ...newBrick(null), content: { ...contentOf(brick), title }, isChanged: true };
}

/** A brick without its owner and history; also of one of its versions. */
export function contentOf(brick: Omit<IBrickContent, 'parameters'> & { parameters: readonly IBrickParameter[] }): IBrickContent {
  const { title, body, description, category, tags, place, imports, parameters } = brick;
  return { title, body, description, category, tags, place, imports, parameters: [...parameters] };
}

export function asPlace(editing: IEditing): ReadonlyPartialJSONObject {
  return { editing: JSON.stringify(editing) };
}

/** The place `to`, with what was begun: of the page that is left, and what it kept of pages before. */
export function keep(
  from: ReadonlyPartialJSONObject,
  to: ReadonlyPartialJSONObject,
  writing: IEditing | null
): ReadonlyPartialJSONObject {
  return { ...to, kept: JSON.stringify([...keptIn(from), ...(writing ? [writing] : [])]) };
}

/** The bricks that a page keeps, the oldest first. */
export function keptIn(place: ReadonlyPartialJSONObject): IEditing[] {
  return typeof place.kept === 'string' ? (JSON.parse(place.kept) as IEditing[]) : [];
}

/** What `asPlace` made; null for anything else, e.g. of an older version of the product. */
export function fromPlace(place: ReadonlyPartialJSONObject): IEditing | null {
  if (typeof place.editing !== 'string') {
    return null;
  }
  const found = JSON.parse(place.editing) as Partial<IEditing>;
  return found.content === undefined ? null : { ...newBrick(null), ...found };
}

/** The names that stand in a text as `${name}`. */
export function placeholdersOf(text: string): string[] {
  const found = [...text.matchAll(/(\$?)\$\{([A-Za-z_]\w*)\}/g)].filter(match => match[1] === '');
  return [...new Set(found.map(match => match[2]))];
}

/** A name for a placeholder that no other one has. */
export function freeName(content: IBrickContent): string {
  const taken = new Set([...(content.parameters ?? []).map(each => each.name), ...placeholdersOf(content.body)]);
  let number = 1;
  while (taken.has(`value_${number}`)) {
    number++;
  }
  return `value_${number}`;
}
