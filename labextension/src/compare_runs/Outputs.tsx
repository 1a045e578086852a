/** Outputs of a cell as JupyterLab shows them, images too; scripts in them do not run. */
import type * as nbformat from '@jupyterlab/nbformat';
import { OutputArea, OutputAreaModel } from '@jupyterlab/outputarea';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { Widget } from '@lumino/widgets';
import { createContext, type ReactElement, useContext, useLayoutEffect, useRef } from 'react';
import { useCouture } from '../ui';

const MOST = 50;

const RenderMimeContext = createContext<IRenderMimeRegistry | null>(null);

export const RenderMimeProvider = RenderMimeContext.Provider;

export function Outputs({ outputs, label }: { outputs: readonly object[]; label: string }): ReactElement {
  const { trans } = useCouture();
  const rendermime = useContext(RenderMimeContext);
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!place.current || !rendermime || outputs.length === 0) {
      return undefined;
    }
    const values = outputs as unknown as nbformat.IOutput[];
    const model = new OutputAreaModel({ values, trusted: false });
    const area = new OutputArea({ model, rendermime, maxNumberOutputs: MOST });
    Widget.attach(area, place.current);
    return () => {
      area.dispose();
      model.dispose();
    };
  }, [outputs, rendermime]);
  return (
    <div className="couture-Compared-outputs" role="group" aria-label={label}>
      <div className="couture-muted">{label}</div>
      {outputs.length === 0 && <p className="couture-muted">{trans.__('No output.')}</p>}
      <div ref={place} />
    </div>
  );
}
