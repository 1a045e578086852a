/** The pieces that every page is made of. */
export { CommandButton } from './CommandButton';
export { CoutureProvider, CoutureWidget, useCouture } from './context';
export { attempt, confirmDestructive } from './dialogs';
export { Field, Toggle } from './fields';
export { runsIcon, scheduleIcon, stateIcon, workflowsIcon } from './icons';
export { EmptyState, ErrorBanner, Loading } from './messages';
export { Pager } from './Pager';
export { ProgressBar } from './ProgressBar';
export { Duration, RelativeTime } from './RelativeTime';
export { originText, runKey, RunTable, type IRunTableProps } from './RunTable';
export { StateMark } from './StateMark';
export { isFinished, stateLabel } from './states';
export { Table, type IColumn } from './Table';
export { TaskCounts } from './TaskCounts';
export { Tabs, type ITab } from './Tabs';
export { absoluteTime, durationText, relativeTime, secondsBetween } from './time';
export { useNow } from './useNow';
export { useQuery, useQueryState, type IQueryResult } from './useQuery';
