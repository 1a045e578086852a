/** A recorded value: a text, a picture, or the beginning of a table. */
import type { ReactElement } from 'react';
import { useState } from 'react';
import { useCouture } from '../ui';
import { displayIn, type IPicture, type ITable } from './displays';
import { ShortText } from './ShortText';
import { cellText } from './values';

const FIRST_ROWS = 3;
const FIRST_COLUMNS = 4;

export interface IRecordedValueProps {
  value: unknown;
  longest: number;
  /** Where the picture is, when the value does not bring it along. */
  pictureUrl?: string;
}

export function RecordedValue({ value, longest, pictureUrl }: IRecordedValueProps): ReactElement {
  const display = displayIn(value);
  switch (display?.kind) {
    case 'image':
      return <Picture picture={display} url={pictureUrl} />;
    case 'table':
      return <SmallTable table={display} />;
    default:
      return <ShortText text={cellText(value)} longest={longest} />;
  }
}

function Picture({ picture, url }: { picture: IPicture; url?: string }): ReactElement {
  const { trans } = useCouture();
  const source = picture.source ?? url;
  const image = <img className="couture-Recorded-picture" src={source} alt={picture.text} loading="lazy" />;
  return url === undefined ? (
    image
  ) : (
    <a href={url} target="_blank" rel="noopener noreferrer" title={trans.__('Open the picture in a tab of its own')}>
      {image}
    </a>
  );
}

function SmallTable({ table }: { table: ITable }): ReactElement {
  const { trans } = useCouture();
  const [isWhole, setWhole] = useState(false);
  const isLarger = table.rows.length > FIRST_ROWS || table.columns.length > FIRST_COLUMNS;
  const part = <Cell,>(all: readonly Cell[], first: number): readonly Cell[] => (isWhole ? all : all.slice(0, first));
  return (
    <div className="couture-Recorded-table">
      <table aria-label={table.text}>
        <thead>
          <tr>
            {part(table.columns, FIRST_COLUMNS).map((name, index) => (
              <th key={index} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {part(table.rows, FIRST_ROWS).map((row, index) => (
            <tr key={index}>
              {part(row, FIRST_COLUMNS).map((cell, column) => (
                <td key={column}>{cellText(cell)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {isLarger ? (
        <button type="button" className="couture-Link" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? trans.__('Show less') : trans.__('Show all: %1', table.text)}
        </button>
      ) : (
        <span className="couture-muted">{table.text}</span>
      )}
    </div>
  );
}
