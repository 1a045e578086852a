/** The run that the sections of a DAG's page share: which it is, the one before and after it, and a list of them. */
import { caretDownIcon, caretLeftIcon, caretRightIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { useRef, useState } from 'react';
import { CommandIDs } from '../commands';
import { CommandButton, IconButton, useCouture } from '../ui';
import { RunName } from './RunName';
import { RunOptions } from './RunOptions';
import { useRunsToChoose } from './useRunsToChoose';

export interface IRunPickerProps {
  dagId: string;
  /** The chosen run; null: the newest, whichever that is. */
  runId: string | null;
  onChoose: (runId: string | null) => void;
}

export function RunPicker({ dagId, runId, onChoose }: IRunPickerProps): ReactElement | null {
  const { trans } = useCouture();
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const { runs, chosen, hasMore, isGone, more } = useRunsToChoose(dagId, runId);
  if (runs.length === 0 && runId === null) {
    return null;
  }
  const place = runs.findIndex(run => run.dag_run_id === chosen?.dag_run_id);
  const choose = (next: string | null): void => {
    setOpen(false);
    onChoose(next);
    button.current?.focus();
  };
  const step = (by: number): (() => void) | undefined => {
    const next = runs[place + by];
    return place >= 0 && next ? () => onChoose(next.dag_run_id) : undefined;
  };
  return (
    <div className="couture-RunPicker" role="group" aria-label={trans.__('Run')}>
      <IconButton label={trans.__('Earlier run')} icon={caretLeftIcon} onClick={step(1)} />
      <div className="couture-RunPicker-choice">
        <button
          type="button"
          ref={button}
          className="couture-Button couture-RunPicker-button"
          aria-haspopup="listbox"
          aria-expanded={isOpen}
          title={chosen?.dag_run_id ?? runId ?? undefined}
          onClick={() => setOpen(!isOpen)}
        >
          <span className="couture-muted">{runId === null ? trans.__('Newest run') : trans.__('Run')}</span>
          {chosen ? <RunName run={chosen} /> : <span>{isGone ? trans.__('%1 (deleted)', runId ?? '') : runId}</span>}
          <caretDownIcon.react tag="span" className="couture-Button-icon" />
        </button>
        {isOpen && (
          <RunOptions
            runs={runs}
            chosen={runId}
            onChoose={choose}
            onClose={() => setOpen(false)}
            onMore={hasMore ? more : undefined}
          />
        )}
      </div>
      <IconButton label={trans.__('Later run')} icon={caretRightIcon} onClick={step(-1)} />
      {runId !== null && (
        <button type="button" className="couture-Button couture-mod-minimal" onClick={() => onChoose(null)}>
          {trans.__('Newest')}
        </button>
      )}
      {chosen && <CommandButton command={CommandIDs.openRun} args={{ dagId, runId: chosen.dag_run_id }} variant="minimal" iconOnly />}
    </div>
  );
}
