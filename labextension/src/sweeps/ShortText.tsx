/** A value that may be long: the whole of it is in the tooltip, in the CSV and in the executed notebook. */
import type { ReactElement } from 'react';

export function ShortText({ text, longest }: { text: string; longest: number }): ReactElement {
  return text.length <= longest ? <>{text}</> : <span title={text}>{`${text.slice(0, longest)}…`}</span>;
}
