/** Stands where a value is that nobody is shown. */
import { lockIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { useCouture } from './context';

export function HiddenMark(): ReactElement {
  const { trans } = useCouture();
  return (
    <span className="couture-Hidden" title={trans.__('It is encrypted, and shown to nobody: its name tells of a secret')}>
      <lockIcon.react tag="span" className="couture-Button-icon" />
      {trans.__('hidden')}
    </span>
  );
}
