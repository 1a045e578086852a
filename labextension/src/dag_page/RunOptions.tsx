/** The list of runs that opens below the run picker: arrow keys move, Enter chooses, Escape closes. */
import type { KeyboardEvent, ReactElement } from 'react';
import { useEffect, useId, useRef, useState } from 'react';
import type { IGridRun } from '../api';
import { useCouture } from '../ui';
import { RunName } from './RunName';

export interface IRunOptionsProps {
  runs: readonly IGridRun[];
  chosen: string | null;
  onChoose: (runId: string | null) => void;
  onClose: () => void;
  /** Show older runs; undefined when there are none. */
  onMore?: () => void;
}

export function RunOptions({ runs, chosen, onChoose, onClose, onMore }: IRunOptionsProps): ReactElement {
  const { trans } = useCouture();
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const options: (IGridRun | null)[] = [null, ...runs];
  const [active, setActive] = useState(() => Math.max(0, options.findIndex(run => (run?.dag_run_id ?? null) === chosen)));
  useEffect(() => list.current?.focus(), []);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView?.({ block: 'nearest' });
  }, [active]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const last = options.length - 1;
    const next = { ArrowDown: active + 1, ArrowUp: active - 1, Home: 0, End: last, PageDown: active + 8, PageUp: active - 8 };
    if (event.key in next) {
      setActive(Math.max(0, Math.min(last, next[event.key as keyof typeof next])));
    } else if (event.key === 'Enter' || event.key === ' ') {
      onChoose(options[active]?.dag_run_id ?? null);
    } else {
      return;
    }
    event.preventDefault();
  };
  return (
    <div
      className="couture-RunOptions"
      ref={box}
      onBlur={event => !box.current?.contains(event.relatedTarget) && onClose()}
      onKeyDown={event => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          onChoose(chosen);
        }
      }}
    >
      <div
        role="listbox"
        tabIndex={0}
        ref={list}
        className="couture-RunOptions-list"
        aria-label={trans.__('Runs')}
        aria-activedescendant={`${id}-${active}`}
        onKeyDown={onKeyDown}
      >
        {options.map((run, index) => (
          <div
            key={run?.dag_run_id ?? ''}
            id={`${id}-${index}`}
            role="option"
            aria-selected={(run?.dag_run_id ?? null) === chosen}
            className={`couture-RunOptions-option${index === active ? ' couture-mod-active' : ''}`}
            title={run?.dag_run_id}
            onClick={() => onChoose(run?.dag_run_id ?? null)}
          >
            {run ? <RunName run={run} /> : trans.__('Always the newest run')}
          </div>
        ))}
      </div>
      {onMore && (
        <button type="button" className="couture-Button couture-mod-minimal" onClick={onMore}>
          {trans.__('Show older runs')}
        </button>
      )}
    </div>
  );
}
