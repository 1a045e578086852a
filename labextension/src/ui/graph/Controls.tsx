/** The buttons of a drawing: bigger, smaller, all. */
import type { LabIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { useCouture } from '../context';
import { fitIcon, zoomInIcon, zoomOutIcon } from './icons';

export interface IControlsProps {
  onZoom: (factor: number) => void;
  onFit: () => void;
}

export function Controls({ onZoom, onFit }: IControlsProps): ReactElement {
  const { trans } = useCouture();
  return (
    <div className="couture-GraphControls" role="group" aria-label={trans.__('Zoom')}>
      <Control icon={zoomInIcon} label={trans.__('Zoom in')} keys="+" onClick={() => onZoom(1.3)} />
      <Control icon={zoomOutIcon} label={trans.__('Zoom out')} keys="−" onClick={() => onZoom(1 / 1.3)} />
      <Control icon={fitIcon} label={trans.__('Show all')} keys="0" onClick={onFit} />
    </div>
  );
}

function Control(props: { icon: LabIcon; label: string; keys: string; onClick: () => void }): ReactElement {
  const { icon: Icon, label, keys, onClick } = props;
  const { trans } = useCouture();
  return (
    <button
      type="button"
      className="couture-Button couture-mod-iconOnly"
      aria-label={label}
      title={trans.__('%1 (key %2 in the drawing)', label, keys)}
      onClick={onClick}
    >
      <Icon.react tag="span" className="couture-Button-icon" />
    </button>
  );
}
