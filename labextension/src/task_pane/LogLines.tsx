/** Lines of a log; only those on screen are drawn. */
import { useVirtualizer } from '@tanstack/react-virtual';
import type { ReactElement } from 'react';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { useCouture } from '../ui';
import { withoutTime } from './log_filter';
import type { ILogLine } from './log_lines';
import type { ILogChoice } from './LogOptions';

/** The height of a line, in pixels; the style sets the same. */
const LINE = 18;
/** Longer lines are cut on screen; the download has all of them. */
const LONGEST = 20000;

export interface ILogLinesProps {
  lines: readonly ILogLine[];
  /** Where in the log the first line stands; when it changes, lines were added above. */
  start: number;
  choice: ILogChoice;
  search: string;
  /** The line to mark, and to bring into view whenever `moves` grows. */
  shown: number | undefined;
  moves: number;
  isFollowing: boolean;
  onFollow: (isFollowing: boolean) => void;
}

export function LogLines(props: ILogLinesProps): ReactElement {
  const { lines, choice, search, shown, moves, isFollowing, onFollow } = props;
  const { trans } = useCouture();
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => LINE,
    overscan: 30
  });
  useKeptPlace(box, props);
  useEffect(() => {
    if (shown !== undefined) {
      virtual.scrollToIndex(shown, { align: 'center' });
    }
    // Only a newly chosen match moves the view, not every new line.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [moves]);
  const onScroll = (): void => {
    const element = box.current;
    if (element) {
      const isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < 2 * LINE;
      if (isAtEnd !== isFollowing) {
        onFollow(isAtEnd);
      }
    }
  };
  return (
    <div
      className={`couture-Log-lines${choice.isWrapped ? ' couture-mod-wrapped' : ''}`}
      ref={box}
      tabIndex={0}
      role="log"
      aria-label={trans.__('Log')}
      aria-live="off"
      onScroll={onScroll}
    >
      <div className="couture-Log-space" style={{ height: virtual.getTotalSize() }}>
        <div className="couture-Log-drawn" style={{ top: virtual.getVirtualItems()[0]?.start ?? 0 }}>
          {virtual.getVirtualItems().map(item => (
            <div
              key={item.key}
              data-index={item.index}
              // Wrapped lines have heights of their own.
              ref={choice.isWrapped ? virtual.measureElement : undefined}
              className={`couture-Log-line couture-mod-${lines[item.index].level ?? 'plain'}${
                item.index === shown ? ' couture-mod-shown' : ''
              }`}
            >
              <Marked text={shownText(lines[item.index], choice)} search={search} />
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

function shownText({ text }: ILogLine, { hasTimes }: ILogChoice): string {
  return (hasTimes ? text : withoutTime(text)).slice(0, LONGEST);
}

/** Stays at the end while following; else keeps the same lines on screen when others are added above or dropped. */
function useKeptPlace(box: React.RefObject<HTMLDivElement>, { lines, start, isFollowing }: ILogLinesProps): void {
  const last = useRef({ start, count: lines.length });
  useLayoutEffect(() => {
    const element = box.current;
    const before = last.current;
    last.current = { start, count: lines.length };
    if (!element) {
      return;
    }
    if (isFollowing) {
      element.scrollTop = element.scrollHeight;
    } else if (start < before.start && lines.length > before.count) {
      element.scrollTop += (lines.length - before.count) * LINE;
    }
  }, [box, lines, start, isFollowing]);
}

function Marked({ text, search }: { text: string; search: string }): ReactElement {
  if (search === '') {
    return <>{text || ' '}</>;
  }
  const parts: (string | ReactElement)[] = [];
  const lower = text.toLowerCase();
  const wanted = search.toLowerCase();
  let from = 0;
  for (let at = lower.indexOf(wanted); at !== -1; at = lower.indexOf(wanted, from)) {
    parts.push(text.slice(from, at), <mark key={at}>{text.slice(at, at + wanted.length)}</mark>);
    from = at + wanted.length;
  }
  return (
    <>
      {parts}
      {text.slice(from) || ' '}
    </>
  );
}
