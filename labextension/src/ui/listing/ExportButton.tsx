/** Everything that matches as a CSV file, not only what is on screen. */
import { downloadIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { useRef, useState } from 'react';
import type { QueryParams } from '../../api/client';
import { useCouture } from '../context';
import { attempt } from '../dialogs';
import { download } from '../files';

export interface IExportButtonProps {
  path: string;
  params: () => QueryParams;
  isEmpty: boolean;
}

export function ExportButton({ path, params, isEmpty }: IExportButtonProps): ReactElement {
  const { client, trans } = useCouture();
  const [bytes, setBytes] = useState<number | null>(null);
  const stop = useRef<AbortController | null>(null);
  const start = async (): Promise<void> => {
    const controller = new AbortController();
    stop.current = controller;
    setBytes(0);
    await attempt(trans.__('The list was not exported.'), async () => {
      const file = await client.http.download(path, params(), controller.signal, setBytes);
      if (file) {
        download(file.name, file.content);
      }
    }, trans);
    setBytes(null);
  };
  const isBusy = bytes !== null;
  const nothing = isEmpty ? trans.__('There is nothing to export.') : null;
  const title = isBusy ? trans.__('Stop exporting') : (nothing ?? trans.__('Save everything that matches as a CSV file'));
  const label = isBusy ? trans.__('Exporting… %1 MB', (bytes / 1e6).toFixed(1)) : trans.__('Export CSV');
  return (
    <button
      type="button"
      className="couture-Button couture-mod-minimal"
      title={title}
      aria-disabled={isEmpty}
      onClick={() => (isBusy ? stop.current?.abort() : isEmpty ? undefined : void start())}
    >
      <downloadIcon.react tag="span" className="couture-Button-icon" />
      <span>{label}</span>
    </button>
  );
}
