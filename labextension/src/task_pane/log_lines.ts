/** A log's text as lines with a level, so that warnings and errors can be told apart. */
export type LogLevel = 'debug' | 'info' | 'warning' | 'error' | null;

export interface ILogLine {
  text: string;
  level: LogLevel;
  /** Where in the log it begins, in bytes. */
  at: number;
}

const LEVEL = /(?:^|[\s[|-])(DEBUG|INFO|WARN(?:ING)?|ERROR|CRITICAL|FATAL)(?=[\s\]|:-]|$)/;
const TRACEBACK = /^(?:\[[^\]]*\]\s*)?Traceback \(most recent call last\)/;
const EXCEPTION = /^(?:[\w.]+\.)?[A-Z]\w*(?:Error|Exception|Interrupt|Exit|Failed)\b(?::|$)/;
// eslint-disable-next-line no-control-regex
const ANSI = /\u001b\[[0-9;?]*[A-Za-z]/g;

/** The level that a line names, if it names one near its start. */
export function levelOf(text: string): LogLevel {
  const match = LEVEL.exec(text.slice(0, 80));
  switch (match?.[1]) {
    case 'DEBUG':
      return 'debug';
    case 'INFO':
      return 'info';
    case 'WARN':
    case 'WARNING':
      return 'warning';
    case undefined:
      return null;
    default:
      return 'error';
  }
}

/** Whether a line belongs to the traceback that is being read: indented, or the exception at its end. */
function continuesTraceback(text: string): boolean {
  return text === '' || /^\s/.test(text) || EXCEPTION.test(text);
}

/** The lines of a text that begins at byte `start`; a traceback is an error from its first to its last line. */
export function linesOf(text: string, start = 0): ILogLine[] {
  const lines: ILogLine[] = [];
  const size = bytes(text) === text.length ? (line: string): number => line.length : bytes;
  let inTraceback = false;
  let at = start;
  for (const raw of text.split('\n')) {
    const line = overwritten(raw.replace(ANSI, ''));
    const starts = TRACEBACK.test(line);
    inTraceback = starts || (inTraceback && continuesTraceback(line));
    const own = inTraceback || EXCEPTION.test(line) ? 'error' : levelOf(line);
    // What is indented goes on with the record above it.
    const level = own ?? (/^\s+\S/.test(line) ? (lines.at(-1)?.level ?? null) : null);
    lines.push({ text: line, level, at });
    at += size(raw) + 1;
    if (inTraceback && !starts && EXCEPTION.test(line)) {
      inTraceback = false;
    }
  }
  return lines;
}

/** The size of a text in the log's file. */
export function bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** What is left of a line that was written over with carriage returns (progress bars). */
function overwritten(line: string): string {
  const trimmed = line.endsWith('\r') ? line.slice(0, -1) : line;
  const last = trimmed.lastIndexOf('\r');
  return last === -1 ? trimmed : trimmed.slice(last + 1);
}
