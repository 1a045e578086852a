/** A field that narrows a list down while one types. */
import type { ReactElement } from 'react';

export interface ISearchFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

export function SearchField({ label, value, onChange }: ISearchFieldProps): ReactElement {
  return (
    <input
      className="couture-Input couture-mod-search"
      type="search"
      placeholder={label}
      aria-label={label}
      value={value}
      onChange={event => onChange(event.target.value)}
    />
  );
}
