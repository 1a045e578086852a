/** Folds and unfolds all groups of a view. */
import { collapseAllIcon, expandAllIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { useCouture } from './context';
import { IconButton } from './IconButton';

export function FoldButtons({ onFoldAll }: { onFoldAll: (isFolded: boolean) => void }): ReactElement {
  const { trans } = useCouture();
  return (
    <span className="couture-FoldButtons">
      <IconButton icon={collapseAllIcon} label={trans.__('Fold all')} onClick={() => onFoldAll(true)} />
      <IconButton icon={expandAllIcon} label={trans.__('Unfold all')} onClick={() => onFoldAll(false)} />
    </span>
  );
}
