/** What is said about the node on which the pointer or the focus rests. */
import type { ReactElement, ReactNode } from 'react';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ILayout } from '../../graph/layout';
import type { Camera } from './camera';

const DELAY = 350;

export interface ITip {
  /** The node that the tip is about. */
  readonly about: string | null;
  show(id: string | null): void;
}

export function useTip(isWanted: boolean): ITip {
  const [about, setAbout] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => () => clearTimeout(timer.current), []);
  const show = useCallback(
    (id: string | null): void => {
      clearTimeout(timer.current);
      if (id === null || !isWanted) {
        setAbout(null);
      } else {
        timer.current = setTimeout(() => setAbout(id), DELAY);
      }
    },
    [isWanted]
  );
  return { about, show };
}

export interface ITipBoxProps {
  id: string;
  about: string;
  camera: Camera;
  layout: ILayout;
  children: ReactNode;
}

/** The tip, below the node or, where there is no room, above it. */
export function TipBox({ id, about, camera, layout, children }: ITipBoxProps): ReactElement | null {
  const box = layout.boxes.get(about);
  if (!box || !children) {
    return null;
  }
  const { x, y, scale } = camera.viewport;
  const left = Math.max(8, Math.min(box.x * scale + x, camera.screen.width - 268));
  const below = (box.y + Math.min(box.height, 60)) * scale + y + 6;
  const isBelow = below < camera.screen.height - 120;
  return (
    <div
      id={id}
      className="couture-GraphTip"
      role="tooltip"
      style={isBelow ? { left, top: below } : { left, bottom: camera.screen.height - (box.y * scale + y) + 6 }}
    >
      {children}
    </div>
  );
}
