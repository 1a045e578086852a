/** "Zoom into DAG": opens the DAG that a task runs; resting on it shows that DAG in small. */
import type { ReactElement } from 'react';
import { useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { CommandIDs } from '../commands';
import { CommandButton, useCouture } from '../ui';
import { DagPreview } from './DagPreview';

export interface IZoomButtonProps {
  /** The DAG that the task runs. */
  dagId: string;
  /** The run that it started, if it has. */
  runId?: string;
}

const DELAY = 250;
const WIDTH = 340;
const HEIGHT = 230;

export function ZoomButton({ dagId, runId }: IZoomButtonProps): ReactElement {
  const { trans } = useCouture();
  const place = useRef<HTMLSpanElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const [isShown, setShown] = useState(false);
  useEffect(() => () => clearTimeout(timer.current), []);
  const later = (): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setShown(true), DELAY);
  };
  const hide = (): void => {
    clearTimeout(timer.current);
    setShown(false);
  };
  return (
    <span
      ref={place}
      className="couture-ZoomButton"
      data-still=""
      onPointerEnter={later}
      onPointerLeave={hide}
      onFocus={later}
      onBlur={hide}
      onClick={hide}
      onKeyDown={event => {
        if (event.key === 'Escape' && isShown) {
          event.stopPropagation();
          hide();
        }
      }}
    >
      <CommandButton
        command={CommandIDs.zoomIntoDag}
        args={{ dagId, ...(runId === undefined ? {} : { runId }) }}
        label={trans.__('Zoom into DAG %1', dagId)}
        iconOnly
      />
      {isShown &&
        place.current &&
        createPortal(
          <div className="couture-Widget couture-DagPreview" role="tooltip" style={placeBeside(place.current)}>
            <DagPreview dagId={dagId} runId={runId ?? null} />
          </div>,
          document.body
        )}
    </span>
  );
}

/** Below the button or, where there is no room, above it. */
function placeBeside(button: HTMLElement): { left: number; top: number; width: number; height: number } {
  const { left, top, bottom } = button.getBoundingClientRect();
  const isBelow = bottom + HEIGHT + 12 < window.innerHeight;
  return {
    left: Math.max(8, Math.min(left, window.innerWidth - WIDTH - 8)),
    top: isBelow ? bottom + 6 : Math.max(8, top - HEIGHT - 6),
    width: WIDTH,
    height: HEIGHT
  };
}
