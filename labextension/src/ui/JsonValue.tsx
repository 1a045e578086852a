/** A value of JSON for people: as a tree, as a table where it is one, as text; copied or downloaded. */
import { Clipboard } from '@jupyterlab/apputils';
import { copyIcon, downloadIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { useMemo, useState } from 'react';
import { ActionButton } from './ActionButton';
import { useCouture } from './context';
import { saveAsFile } from './files';
import { type IJsonTable, readable, shortText, tableOf } from './json_shape';
import { JsonTree } from './JsonTree';
import { sizeText } from './size';

type Form = 'table' | 'tree' | 'text';

const ROWS = 100;

export interface IJsonValueProps {
  /** What it is: names the buttons and the downloaded file. */
  name: string;
  value: unknown;
}

export function JsonValue({ name, value }: IJsonValueProps): ReactElement {
  const { trans } = useCouture();
  const plain = useMemo(() => readable(value), [value]);
  const text = useMemo(() => (typeof plain === 'string' ? plain : JSON.stringify(plain, null, 2)), [plain]);
  const table = useMemo(() => tableOf(plain), [plain]);
  const [chosen, setChosen] = useState<Form | null>(null);
  const isPlain = typeof plain !== 'object' || plain === null;
  const forms: Form[] = isPlain ? ['text'] : table ? ['table', 'tree', 'text'] : ['tree', 'text'];
  const form = chosen !== null && forms.includes(chosen) ? chosen : forms[0];
  const labels: Record<Form, string> = { table: trans.__('Table'), tree: trans.__('Tree'), text: trans.__('Text') };
  return (
    <div className="couture-JsonValue">
      <div className="couture-JsonValue-bar">
        {forms.length > 1 && (
          <div className="couture-Segments" role="group" aria-label={trans.__('Show %1 as', name)}>
            {forms.map(each => (
              <button key={each} type="button" aria-pressed={each === form} onClick={() => setChosen(each)}>
                {labels[each]}
              </button>
            ))}
          </div>
        )}
        <span className="couture-muted">{sizeText(new Blob([text]).size)}</span>
        <ActionButton
          iconOnly
          variant="minimal"
          icon={copyIcon}
          label={trans.__('Copy %1', name)}
          onClick={() => Clipboard.copyToSystem(text)}
        />
        <ActionButton
          iconOnly
          variant="minimal"
          icon={downloadIcon}
          label={trans.__('Download %1', name)}
          onClick={() => saveAsFile(`${name}.json`, typeof plain === 'string' ? JSON.stringify(plain) : text)}
        />
      </div>
      {form === 'tree' && <JsonTree value={plain} />}
      {form === 'table' && table && <Rows name={name} {...table} />}
      {form === 'text' && (
        <pre className="couture-JsonValue-text" tabIndex={0} aria-label={name}>
          {text}
        </pre>
      )}
    </div>
  );
}

function Rows({ name, columns, rows }: IJsonTable & { name: string }): ReactElement {
  const { trans } = useCouture();
  const [shown, setShown] = useState(ROWS);
  return (
    <div className="couture-TableScroll couture-JsonValue-table" tabIndex={0} role="region" aria-label={name}>
      <table className="couture-Table" aria-label={name}>
        <thead>
          <tr>
            {columns.map(column => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, shown).map((row, place) => (
            <tr key={place}>
              {columns.map(column => (
                <td key={column} className={typeof row[column] === 'number' ? 'couture-mod-number' : undefined}>
                  {column in row ? shortText(row[column]) : ''}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > shown && (
        <button type="button" className="couture-Link" onClick={() => setShown(shown + 10 * ROWS)}>
          {trans.__('Show more (%1 left)', rows.length - shown)}
        </button>
      )}
    </div>
  );
}
