/** What the palette has: operators, functions under `@task`, and code bricks. */
import type { IBrick, IOperator } from '../api';

export type PaletteItem =
  | { readonly kind: 'operator'; readonly operator: IOperator }
  | { readonly kind: 'function' }
  | { readonly kind: 'brick'; readonly brick: IBrick };

/** Something that is about to be added. */
export interface IAddition {
  readonly item: PaletteItem;
  readonly parent: string | null;
  readonly after: readonly string[];
  /** The node that it is put near. */
  readonly near: string | null;
}

/** The type of an operator or function that is dragged; its name is the value. */
export const OPERATOR_TYPE = 'application/x-couture-operator';
/** The type of a brick that is dragged, from anywhere: `{brickId}` as JSON. */
export const BRICK_TYPE = 'application/x-couture-brick';
export const FUNCTION = '@task';

/** What was dropped; null: nothing of the palette. */
export function droppedItem(data: DataTransfer, operators: readonly IOperator[], bricks: readonly IBrick[]): PaletteItem | null {
  const name = data.getData(OPERATOR_TYPE);
  if (name === FUNCTION) {
    return { kind: 'function' };
  }
  const operator = operators.find(each => each.name === name);
  if (operator) {
    return { kind: 'operator', operator };
  }
  const text = data.getData(BRICK_TYPE);
  const id = text ? (JSON.parse(text) as { brickId?: string }).brickId : undefined;
  const brick = bricks.find(each => each.code_brick_id === id);
  return brick ? { kind: 'brick', brick } : null;
}

/** The line below which a brick goes: that of the node, else the last one of the DAG. */
export function lineFor(place: { end_line: number } | undefined, dag: { end_line: number } | undefined): number {
  return (place ?? dag)?.end_line ?? 1;
}
