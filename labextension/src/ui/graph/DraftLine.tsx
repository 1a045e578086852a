/** A connection while it is being drawn. */
import type { ReactElement } from 'react';
import { arrow, line } from '../../graph/strokes';
import type { IDraft } from './useGestures';

export function DraftLine({ draft: { from, to } }: { draft: IDraft }): ReactElement {
  return (
    <svg className="couture-GraphEdges couture-mod-draft" aria-hidden="true">
      <path className="couture-GraphEdges-line" d={line([from, to])} />
      <path className="couture-GraphEdges-arrow" d={arrow([from, to])} />
    </svg>
  );
}
