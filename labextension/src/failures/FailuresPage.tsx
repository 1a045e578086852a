/** The failures of all DAGs, and those of one. */
import { type ReactElement, useState } from 'react';
import type { IPageProps } from '../tokens';
import { useCouture } from '../ui';
import { FailureList } from './FailureList';

/** The place holds the `fingerprint` of the failure whose tries are shown. */
export function FailuresPage({ place, onPlace }: IPageProps): ReactElement {
  const { trans } = useCouture();
  const chosen = typeof place.fingerprint === 'string' ? place.fingerprint : null;
  return (
    <div className="couture-Page couture-Failures">
      <h1>{trans.__('Failures')}</h1>
      <FailureList chosen={chosen} onChoose={fingerprint => onPlace(fingerprint === null ? {} : { fingerprint })} />
    </div>
  );
}

export function FailuresOfDag({ dagId }: { dagId: string }): ReactElement {
  const [chosen, setChosen] = useState<string | null>(null);
  return <FailureList dagId={dagId} chosen={chosen} onChoose={setChosen} />;
}
