/** A chart of one or several series over the runs: lines with a point for each run. Arrow keys go from point to point. */
import type { KeyboardEvent, ReactElement } from 'react';
import { useId, useState } from 'react';
import { durationText, shortTime, useCouture, useWidth } from '../ui';
import type { IShownRun } from '../state/grid_cells';
import { type IPoint, type ISeries, ticksTo } from './measures';
import { Mark } from './Mark';
import { pointText } from './words';

const HEIGHT = 280;
const EDGE = { top: 12, right: 16, bottom: 26, left: 64 };
const LABEL_WIDTH = 124;

export interface IChartProps {
  label: string;
  runs: readonly IShownRun[];
  series: readonly ISeries[];
  chosenRun: string | null;
  onChoose: (runId: string, taskId: string | null) => void;
}

export function Chart({ label, runs, series, chosenRun, onChoose }: IChartProps): ReactElement {
  const { trans } = useCouture();
  const id = useId();
  const [host, width] = useWidth();
  const [place, setPlace] = useState({ series: 0, point: Number.MAX_SAFE_INTEGER });
  const line = Math.min(place.series, series.length - 1);
  const index = Math.min(place.point, (series[line]?.points.length ?? 0) - 1);
  const most = Math.max(0.05, ...series.flatMap(each => each.points.map(point => point.seconds)));
  const usual = series[line]?.usual;
  const ticks = ticksTo(most);
  const top = ticks.at(-1) ?? most;
  const x = (at: number): number => EDGE.left + ((at + 0.5) / Math.max(1, runs.length)) * (width - EDGE.left - EDGE.right);
  const y = (seconds: number): number => HEIGHT - EDGE.bottom - (seconds / top) * (HEIGHT - EDGE.top - EDGE.bottom);
  const choose = (each: ISeries | undefined, point: IPoint | undefined): void => {
    if (each && point) {
      onChoose(point.runId, each.taskId);
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const last = (series[line]?.points.length ?? 1) - 1;
    const go = (to: number, of = line): void =>
      setPlace({ series: Math.max(0, Math.min(series.length - 1, of)), point: Math.max(0, Math.min(last, to)) });
    const keys: Record<string, () => void> = {
      ArrowLeft: () => go(index - 1),
      ArrowRight: () => go(index + 1),
      ArrowUp: () => go(index, line - 1),
      ArrowDown: () => go(index, line + 1),
      Home: () => go(0),
      End: () => go(last),
      Enter: () => choose(series[line], series[line]?.points[index]),
      ' ': () => choose(series[line], series[line]?.points[index])
    };
    if (event.key in keys) {
      event.preventDefault();
      keys[event.key]();
    }
  };
  const chosen = runs.findIndex(({ run }) => run.dag_run_id === chosenRun);
  const every = Math.ceil((runs.length * LABEL_WIDTH) / Math.max(1, width - EDGE.left - EDGE.right));
  return (
    <div
      className="couture-Chart"
      ref={host}
      role="listbox"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={index >= 0 ? `${id}-${line}-${index}` : undefined}
      onKeyDown={onKeyDown}
    >
      <svg width={width} height={HEIGHT} role="presentation">
        {ticks.map(tick => (
          <g key={tick} className="couture-Chart-tick" aria-hidden="true">
            <line x1={EDGE.left} x2={width - EDGE.right} y1={y(tick)} y2={y(tick)} />
            <text x={EDGE.left - 8} y={y(tick)} textAnchor="end" dominantBaseline="middle">
              {durationText(tick)}
            </text>
          </g>
        ))}
        {runs.map(({ run }, at) =>
          (runs.length - 1 - at) % every === 0 ? (
            <text key={run.dag_run_id} className="couture-Chart-date" x={Math.min(x(at), width - LABEL_WIDTH / 2)} y={HEIGHT - 8} textAnchor="middle" aria-hidden="true">
              {shortTime(run.run_after, Date.now())}
            </text>
          ) : null
        )}
        {usual && (
          <rect
            className={`couture-Chart-usual couture-mod-series${line % 6}`}
            x={EDGE.left}
            width={Math.max(0, width - EDGE.left - EDGE.right)}
            y={y(Math.min(top, usual.to))}
            height={Math.max(0, y(Math.max(0, usual.from)) - y(Math.min(top, usual.to)))}
          />
        )}
        {chosen >= 0 && (
          <line className="couture-Chart-chosen" x1={x(chosen)} x2={x(chosen)} y1={EDGE.top} y2={HEIGHT - EDGE.bottom} />
        )}
        {series.map((each, number) => (
          <g key={each.taskId ?? ''} className={`couture-Chart-series couture-mod-series${number % 6}`} role="presentation">
            <polyline points={each.points.map(point => `${x(point.place)},${y(point.seconds)}`).join(' ')} />
            {each.points.map((point, at) => (
              <g
                key={point.runId}
                id={`${id}-${number}-${at}`}
                role="option"
                className={number === line && at === index ? 'couture-mod-active' : undefined}
                aria-label={pointText(each, point, trans)}
                aria-selected={point.runId === chosenRun}
                transform={`translate(${x(point.place)} ${y(point.seconds)})`}
                onClick={() => {
                  setPlace({ series: number, point: at });
                  choose(each, point);
                }}
              >
                <title>{pointText(each, point, trans)}</title>
                <circle className="couture-Chart-reach" r={10} />
                {point.isOutlier && <Outlier point={point} />}
                <Mark shape={number} />
              </g>
            ))}
          </g>
        ))}
      </svg>
    </div>
  );
}

/** What is far from the usual is told in words, too: a ring, and what it took. */
function Outlier({ point }: { point: IPoint }): ReactElement {
  return (
    <>
      <circle className="couture-Chart-outlier" r={8} />
      <text className="couture-Chart-outlierText" y={22} textAnchor="middle" aria-hidden="true">
        {durationText(point.seconds)}
      </text>
    </>
  );
}
