/** Facts as pairs of a name and a value; those without a value are left out. */
import type { ReactElement, ReactNode } from 'react';

export type Fact = [name: string, value: ReactNode];

export function Facts({ facts, className = '' }: { facts: readonly Fact[]; className?: string }): ReactElement {
  return (
    <dl className={`couture-Facts ${className}`.trim()}>
      {facts.filter(hasValue).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function hasValue([, value]: Fact): boolean {
  return value !== null && value !== undefined && value !== '' && value !== false;
}
