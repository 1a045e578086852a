/** A text that is asked for when typing pauses. */
import type { ReactElement } from 'react';
import { useEffect, useState } from 'react';

export interface ITextFilterProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

export function TextFilter({ label, value, onChange }: ITextFilterProps): ReactElement {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) {
      return undefined;
    }
    const timer = setTimeout(() => onChange(text), 250);
    return () => clearTimeout(timer);
    // Only typing starts the timer, not a new function of the parent.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [text]);
  return (
    <input
      className="couture-Input"
      type="search"
      placeholder={label}
      aria-label={label}
      value={text}
      onChange={event => setText(event.target.value)}
    />
  );
}
