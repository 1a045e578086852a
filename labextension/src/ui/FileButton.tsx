/** A button that opens the browser's choice of files and gives back the text of the chosen one. */
import type { LabIcon } from '@jupyterlab/ui-components';
import { type ReactElement, useRef } from 'react';
import { ActionButton } from './ActionButton';
import type { Permission } from './usePermission';

export interface IFileButtonProps {
  label: string;
  /** What the browser offers, e.g. `.json`. */
  accept: string;
  icon?: LabIcon;
  needs?: Permission;
  onFile: (text: string, file: File) => void;
  onProblem: (reason: unknown) => void;
}

export function FileButton({ label, accept, icon, needs, onFile, onProblem }: IFileButtonProps): ReactElement {
  const input = useRef<HTMLInputElement>(null);
  const take = (file: File | undefined): void => {
    if (file) {
      file.text().then(text => onFile(text, file), onProblem);
    }
    if (input.current) {
      input.current.value = ''; // The same file can be chosen again.
    }
  };
  return (
    <>
      <ActionButton label={label} icon={icon} needs={needs} onClick={() => input.current?.click()} />
      <input
        ref={input}
        type="file"
        accept={accept}
        hidden
        aria-label={label}
        onChange={event => take(event.target.files?.[0])}
      />
    </>
  );
}
