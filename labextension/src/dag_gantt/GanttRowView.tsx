/** One row of a Gantt chart: a name with its state, then its bars over time. */
import { caretDownIcon, caretRightIcon } from '@jupyterlab/ui-components';
import type { CSSProperties, ReactElement } from 'react';
import { useCouture } from '../ui';
import { stateIcon } from '../ui/icons';
import type { IBar, IGanttRow } from './bars';
import { barTip, rowText } from './words';

export interface IStretch {
  readonly from: number;
  readonly to: number;
}

export interface IGanttRowProps {
  id: string;
  row: IGanttRow;
  index: number;
  stretch: IStretch;
  now: number;
  isCritical: boolean;
  isChosen: boolean;
  isActive: boolean;
  /** What the menu of a task instance is told. */
  data: Record<`data-${string}`, string | number | undefined>;
  style: CSSProperties;
}

export function GanttRowView(props: IGanttRowProps): ReactElement {
  const { id, row, index, now, isCritical, isChosen, isActive, data, style } = props;
  const { trans } = useCouture();
  const Caret = row.isFolded ? caretRightIcon : caretDownIcon;
  const Icon = stateIcon(row.state);
  const classes = [
    ...(isChosen ? ['couture-mod-chosen'] : []),
    ...(isActive ? ['couture-mod-active'] : []),
    ...(isCritical ? ['couture-mod-critical'] : []),
    ...(row.taskId === null ? [] : ['couture-TaskMark'])
  ];
  return (
    <div
      role="row"
      id={`${id}-${index}`}
      className={`couture-Gantt-row ${classes.join(' ')}`}
      aria-level={row.depth + 1}
      aria-rowindex={index + 2}
      aria-expanded={row.isFolded === undefined ? undefined : !row.isFolded}
      aria-selected={isChosen}
      data-row={index}
      {...data}
      style={style}
    >
      <div
        role="rowheader"
        className={`couture-Gantt-name couture-mod-${row.kind}`}
        title={row.title}
        style={{ paddingInlineStart: 4 + row.depth * 14 }}
      >
        <span className="couture-Gantt-caret" data-fold={row.isFolded === undefined ? undefined : index}>
          {row.isFolded !== undefined && <Caret.react tag="span" className="couture-Button-icon" />}
        </span>
        <span className={`couture-StateMark couture-mod-${row.state ?? 'none'}`}>
          <Icon.react tag="span" className="couture-StateMark-icon" />
        </span>
        <span className="couture-Gantt-label">{row.label}</span>
        {isCritical && <span title={trans.__('On the critical path: the end of the run waited for it')}>◆</span>}
      </div>
      <div role="gridcell" className="couture-Gantt-track" aria-label={rowText(row, now, isCritical, trans)}>
        {row.bars.map(bar => (
          <Bar key={bar.tryNumber} {...props} bar={bar} />
        ))}
      </div>
    </div>
  );
}

function Bar({ row, bar, stretch, now }: IGanttRowProps & { bar: IBar }): ReactElement {
  const { trans } = useCouture();
  const title = barTip(row, bar, now, trans);
  const waitedTo = bar.start ?? bar.end ?? now;
  return (
    <>
      {bar.queued !== null && waitedTo > bar.queued && (
        <span className="couture-Gantt-wait" title={title} style={placeOf(bar.queued, waitedTo, stretch)} />
      )}
      {bar.start !== null && (
        <span
          className={`couture-Gantt-bar couture-StateMark couture-mod-${bar.state ?? 'none'} couture-mod-${row.kind}`}
          title={title}
          style={placeOf(bar.start, bar.end ?? now, stretch)}
        />
      )}
    </>
  );
}

/** Where from `start` to `end` is, in parts of the stretch. */
export function placeOf(start: number, end: number, { from, to }: IStretch): CSSProperties {
  const whole = Math.max(1, to - from);
  return {
    insetInlineStart: `${((start - from) / whole) * 100}%`,
    width: `max(2px, ${(Math.max(0, end - start) / whole) * 100}%)`
  };
}
