/** The chosen notebooks in their order: moved by buttons, or taken out. */
import { caretDownIcon, caretUpIcon, closeIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { ActionButton, useCouture } from '../ui';

interface INotebookOrderProps {
  paths: string[];
  problem: string | undefined;
  onPaths: (paths: string[]) => void;
}

export function NotebookOrder({ paths, problem, onPaths }: INotebookOrderProps): ReactElement {
  const { trans } = useCouture();
  const swap = (first: number): void => {
    const next = [...paths];
    [next[first], next[first + 1]] = [next[first + 1], next[first]];
    onPaths(next);
  };
  return (
    <>
      <ol className="couture-NotebookOrder" aria-label={trans.__('Notebooks')}>
        {paths.map((path, index) => (
          <li key={path}>
            <span title={path}>{path}</span>
            {index > 0 && (
              <ActionButton
                label={trans.__('Move %1 up', path)}
                icon={caretUpIcon}
                iconOnly
                variant="minimal"
                onClick={() => swap(index - 1)}
              />
            )}
            {index < paths.length - 1 && (
              <ActionButton
                label={trans.__('Move %1 down', path)}
                icon={caretDownIcon}
                iconOnly
                variant="minimal"
                onClick={() => swap(index)}
              />
            )}
            {paths.length > 1 && (
              <ActionButton
                label={trans.__('Leave %1 out', path)}
                icon={closeIcon}
                iconOnly
                variant="minimal"
                onClick={() => onPaths(paths.filter(each => each !== path))}
              />
            )}
          </li>
        ))}
      </ol>
      {problem && (
        <div className="couture-Field-error" role="alert">
          {problem}
        </div>
      )}
    </>
  );
}
