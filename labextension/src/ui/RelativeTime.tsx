/** A moment relative to now, with the exact moment as its tooltip; and a span that grows while it has no end. */
import type { ReactElement } from 'react';
import { absoluteTime, durationText, relativeTime, secondsBetween } from './time';
import { useNow } from './useNow';

export interface IRelativeTimeProps {
  /** ISO 8601; nothing is shown without it. */
  at: string | null | undefined;
  /** Time zone of the tooltip; the browser's without it. */
  timezone?: string;
  prefix?: string;
  /** As short as can be: "5m ago". */
  isBrief?: boolean;
}

export function RelativeTime({ at, timezone, prefix = '', isBrief = false }: IRelativeTimeProps): ReactElement | null {
  const isNear = Boolean(at) && Math.abs(Date.parse(at ?? '') - Date.now()) < 120000;
  const now = useNow(at ? (isNear ? 'second' : 'halfMinute') : null);
  if (!at) {
    return null;
  }
  return (
    <time className="couture-Time" dateTime={at} title={absoluteTime(at, timezone)}>
      {prefix}
      {relativeTime(at, now, undefined, isBrief ? 'narrow' : 'short')}
    </time>
  );
}

export interface IDurationProps {
  start: string | null | undefined;
  end: string | null | undefined;
}

export function Duration({ start, end }: IDurationProps): ReactElement | null {
  const now = useNow(start && !end ? 'second' : null);
  if (!start) {
    return null;
  }
  return <span className="couture-Duration">{durationText(secondsBetween(start, end ?? null, now))}</span>;
}
