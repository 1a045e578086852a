/** Edges as the path data of SVG: all of them in one path, so that thousands cost as little as one. */
import type { ILaidOutEdge } from './layout';
import type { IBox, IPoint } from './model';

const CORNER = 8;
const ARROW = 9;

/** The lines of the edges, with round corners. */
export function lines(edges: readonly ILaidOutEdge[]): string {
  return edges.map(({ points }) => line(points)).join('');
}

/** The heads of their arrows. */
export function arrows(edges: readonly ILaidOutEdge[]): string {
  return edges.map(({ points }) => arrow(points)).join('');
}

export function line(points: readonly IPoint[]): string {
  if (points.length < 2) {
    return '';
  }
  const parts = [`M${at(points[0])}`];
  for (let index = 1; index < points.length - 1; index++) {
    const corner = points[index];
    parts.push(`L${at(towards(corner, points[index - 1]))}Q${at(corner)} ${at(towards(corner, points[index + 1]))}`);
  }
  parts.push(`L${at(points[points.length - 1])}`);
  return parts.join('');
}

export function arrow(points: readonly IPoint[]): string {
  if (points.length < 2) {
    return '';
  }
  const tip = points[points.length - 1];
  const from = points[points.length - 2];
  const length = Math.hypot(tip.x - from.x, tip.y - from.y) || 1;
  const [x, y] = [(tip.x - from.x) / length, (tip.y - from.y) / length];
  const back = { x: tip.x - x * ARROW, y: tip.y - y * ARROW };
  const half = ARROW * 0.45;
  return `M${at(tip)}L${at({ x: back.x - y * half, y: back.y + x * half })}L${at({ x: back.x + y * half, y: back.y - x * half })}Z`;
}

/** The middle of a line, where a button for it can stand. */
export function middle(points: readonly IPoint[]): IPoint {
  const lengths = points.slice(1).map((point, index) => Math.hypot(point.x - points[index].x, point.y - points[index].y));
  let left = lengths.reduce((sum, each) => sum + each, 0) / 2;
  for (const [index, length] of lengths.entries()) {
    if (left <= length) {
      const share = length ? left / length : 0;
      const [from, to] = [points[index], points[index + 1]];
      return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
    }
    left -= length;
  }
  return points[points.length - 1];
}

/** The smallest box around the points. */
export function around(points: readonly IPoint[]): IBox {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** A point a corner's radius from `corner` on the way to `other`, but not beyond its middle. */
function towards(corner: IPoint, other: IPoint): IPoint {
  const length = Math.hypot(other.x - corner.x, other.y - corner.y) || 1;
  const share = Math.min(CORNER, length / 2) / length;
  return { x: corner.x + (other.x - corner.x) * share, y: corner.y + (other.y - corner.y) * share };
}

function at({ x, y }: IPoint): string {
  return `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`;
}
