/** A long list of task instances, of which only those on screen exist; arrow keys move, Enter chooses. */
import { useVirtualizer } from '@tanstack/react-virtual';
import type { KeyboardEvent, ReactElement, ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';
import type { ITaskInstance } from '../api';
import type { PagedQuery } from '../state/paged_query';
import { Duration, StateMark, useCouture } from '../ui';

const ROW_HEIGHT = 34;

export interface IInstanceListProps {
  label: string;
  query: PagedQuery<ITaskInstance>;
  name: (task: ITaskInstance) => ReactNode;
  isChosen?: (task: ITaskInstance) => boolean;
  onChoose: (task: ITaskInstance) => void;
}

export function InstanceList({ label, query, name, isChosen, onChoose }: IInstanceListProps): ReactElement {
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const wantsFocus = useRef(false);
  const total = query.total ?? 0;
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => query.show(first, last), [query, first, last]);
  useEffect(() => {
    if (wantsFocus.current) {
      const row = scroller.current?.querySelector<HTMLElement>(`[data-index="${active}"]`);
      wantsFocus.current = !row;
      row?.focus();
    }
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    const target = { ArrowDown: active + 1, ArrowUp: active - 1, Home: 0, End: total - 1 }[event.key];
    if (target !== undefined) {
      event.preventDefault();
      const next = Math.max(0, Math.min(total - 1, target));
      wantsFocus.current = true;
      setActive(next);
      virtual.scrollToIndex(next);
    }
  };
  return (
    <div className="couture-InstanceList" ref={scroller} onKeyDown={onKeyDown}>
      <div role="list" aria-label={label} style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {items.map(item => {
          const task = query.at(item.index);
          return (
            <div
              key={item.key}
              role="listitem"
              aria-setsize={total}
              aria-posinset={item.index + 1}
              className="couture-InstanceList-item"
              style={{ height: item.size, transform: `translateY(${item.start}px)` }}
            >
              {task && (
                <InstanceRow
                  task={task}
                  index={item.index}
                  isActive={item.index === active}
                  isChosen={isChosen?.(task) ?? false}
                  onFocus={() => setActive(item.index)}
                  onChoose={() => onChoose(task)}
                >
                  {name(task)}
                </InstanceRow>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface IInstanceRowProps {
  task: ITaskInstance;
  index: number;
  isActive: boolean;
  isChosen: boolean;
  children: ReactNode;
  onFocus: () => void;
  onChoose: () => void;
}

function InstanceRow({ task, index, isActive, isChosen, children, onFocus, onChoose }: IInstanceRowProps): ReactElement {
  const { trans } = useCouture();
  return (
    <button
      type="button"
      className="couture-InstanceRow couture-TaskMark"
      data-index={index}
      data-dag-id={task.dag_id}
      data-run-id={task.dag_run_id}
      data-task-id={task.task_id}
      data-map-index={task.map_index}
      data-state={task.state ?? undefined}
      aria-current={isChosen}
      tabIndex={isActive ? 0 : -1}
      onFocus={onFocus}
      onClick={onChoose}
    >
      <StateMark state={task.state} compact />
      <span className="couture-InstanceRow-name">{children}</span>
      {task.try_number > 1 && <span className="couture-muted">{trans.__('try %1', task.try_number)}</span>}
      <span className="couture-muted">
        <Duration start={task.start_date} end={task.end_date} />
      </span>
    </button>
  );
}
