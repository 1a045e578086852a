/** The shape of a state. Thousands are drawn at once, so it is one element with its drawing as text, and no component more. */
import type { ReactElement } from 'react';
import { stateIcon } from './icons';

export interface IStateIconProps {
  state: string | null;
}

const drawings = new Map<string, { __html: string }>();

export function StateIcon({ state }: IStateIconProps): ReactElement {
  return <span className="couture-StateMark-icon" aria-hidden="true" dangerouslySetInnerHTML={drawingOf(state)} />;
}

function drawingOf(state: string | null): { __html: string } {
  const { name, svgstr } = stateIcon(state);
  let drawing = drawings.get(name);
  if (!drawing) {
    drawing = { __html: svgstr };
    drawings.set(name, drawing);
  }
  return drawing;
}
