/** Named values, as Python would show them. */
import type { ReactElement } from 'react';

export function Values({ values }: { values: object }): ReactElement {
  return (
    <span className="couture-Values">
      {Object.entries(values).map(([name, value]) => (
        <code key={name} title={`${name} = ${JSON.stringify(value)}`}>
          {name} = {JSON.stringify(value)}
        </code>
      ))}
    </span>
  );
}
