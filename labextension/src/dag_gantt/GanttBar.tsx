/** What is chosen above a Gantt chart: how near, and chart or table. */
import type { ReactElement } from 'react';
import { useCouture, ViewBar } from '../ui';

export interface IGanttBarProps {
  zoom: number;
  most: number;
  onZoom: (factor: number) => void;
  isTable: boolean;
  onTable: (isTable: boolean) => void;
}

export function GanttBar({ zoom, most, onZoom, isTable, onTable }: IGanttBarProps): ReactElement {
  const { trans } = useCouture();
  const button = (label: string, text: string, factor: number, isEnabled: boolean): ReactElement => (
    <button
      type="button"
      className="couture-Button"
      aria-label={label}
      title={label}
      aria-disabled={!isEnabled}
      onClick={isEnabled ? () => onZoom(factor) : undefined}
    >
      {text}
    </button>
  );
  return (
    <ViewBar label={trans.__('What the chart shows')}>
      {!isTable && (
        <>
          {button(trans.__('Zoom in'), '+', 2, zoom < most)}
          {button(trans.__('Zoom out'), '−', 0.5, zoom > 1)}
          {button(trans.__('Show the whole run'), trans.__('Whole run'), 1 / zoom, zoom > 1)}
        </>
      )}
      <button type="button" className="couture-Button" aria-pressed={isTable} onClick={() => onTable(!isTable)}>
        {trans.__('Table')}
      </button>
      {!isTable && (
        <span className="couture-Gantt-legend couture-muted" aria-hidden="true">
          <span className="couture-Gantt-wait" /> {trans.__('waited')}
          <span className="couture-Gantt-bar couture-mod-success" /> {trans.__('ran')}
          <span>◆</span> {trans.__('critical path')}
        </span>
      )}
    </ViewBar>
  );
}
