/** DAG files that could not be read: file, line, what is wrong. */
import { caretDownIcon, caretRightIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { useState } from 'react';
import { CommandIDs } from '../commands';
import { CommandButton, mayAsk, useCouture, useQuery } from '../ui';

export function ImportErrors(): ReactElement | null {
  const couture = useCouture();
  const { client, commands, trans } = couture;
  const [isOpen, setOpen] = useState(false);
  const errors = useQuery(
    async () => ((await mayAsk(couture, 'importErrors:read')) ? client.dags.importErrors() : []),
    change => change.subject === 'import_error',
    [couture]
  ).data;
  if (!errors?.length) {
    return null;
  }
  const Caret = isOpen ? caretDownIcon : caretRightIcon;
  return (
    <section className="couture-ImportErrors">
      <button
        type="button"
        className="couture-ImportErrors-title"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Caret.react tag="span" className="couture-ImportErrors-caret" />
        <span role="status">
          {trans._n('%1 DAG file could not be read', '%1 DAG files could not be read', errors.length, errors.length)}
        </span>
      </button>
      {isOpen && <CommandButton command={CommandIDs.openImportErrors} variant="minimal" label={trans.__('Show on a page')} />}
      {isOpen && (
        <ul>
          {errors.map(error => (
            <li key={error.import_error_id} title={error.stack_trace}>
              <button
                type="button"
                className="couture-Link"
                onClick={() => void commands.execute(CommandIDs.editDagFile, { file: error.filename, line: error.line })}
              >
                {error.line ? trans.__('%1, line %2', error.filename, error.line) : error.filename}
              </button>
              <div className="couture-ImportErrors-message">{error.message}</div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
