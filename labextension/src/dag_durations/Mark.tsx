/** The shape of the points of a series, so that no series is told by colour alone. */
import type { ReactElement } from 'react';

const SHAPES = [
  'M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z',
  'M-4 -4h8v8h-8z',
  'M0 -5l5 9h-10z',
  'M0 -5l5 5l-5 5l-5 -5z',
  'M0 5l5 -9h-10z',
  'M-5 -1.5h3.5v-3.5h3v3.5h3.5v3h-3.5v3.5h-3v-3.5h-3.5z'
];

export function Mark({ shape }: { shape: number }): ReactElement {
  return <path className="couture-Chart-mark" d={SHAPES[shape % SHAPES.length]} />;
}
