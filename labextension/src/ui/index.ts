/** The pieces that every page is made of. */
export { ActionButton } from './ActionButton';
export { AdminForm } from './AdminForm';
export { CellProgress } from './CellProgress';
export { collapsedLines } from './collapsed_lines';
export { CommandButton } from './CommandButton';
export { type IMenuEntry, MenuButton } from './MenuButton';
export { MoreButton } from './MoreButton';
export { OpenLink } from './OpenLink';
export { StateCounts } from './StateCounts';
export { CoutureProvider, CoutureWidget, useCouture } from './context';
export { attempt, confirmDestructive } from './dialogs';
export { askAndDelete } from './deletion';
export { errorSentence } from './errors';
export { download, saveAsFile } from './files';
export { FoldButtons } from './FoldButtons';
export { FileButton } from './FileButton';
export { DiffView } from './DiffView';
export { eventLabel } from './events';
export { Facts, type Fact } from './Facts';
export { Field, Toggle } from './fields';
export { HiddenMark } from './HiddenMark';
export { type IMarkedTask, markedTask, TASK_MARK } from './marked_task';
export { isRunnable } from './runnable';
export { FindingList, findingsSummary, showFinding } from './FindingList';
export { withOwnImages } from './images';
export {
  checkIcon,
  configurationIcon,
  connectionIcon,
  poolIcon,
  keyIcon,
  roleIcon,
  liveIcon,
  runFilesIcon,
  runsIcon,
  runWithIcon,
  scheduleIcon,
  stateIcon,
  userIcon,
  workflowsIcon,
  variableIcon,
  xcomIcon
} from './icons';
export { EmptyState, ErrorBanner, Loading, QueryProblem } from './messages';
export { type ExistingChoice, ImportPanel } from './ImportPanel';
export { IconButton } from './IconButton';
export { JsonTree } from './JsonTree';
export { JsonValue } from './JsonValue';
export { JsonField } from './JsonField';
export { isJsonDocument, jsonProblem, prettyJson } from './json_text';
export { KeptValues } from './KeptValues';
export { displayLocale } from './locale';
export { Markdown } from './Markdown';
export { Note } from './Note';
export { Pager } from './Pager';
export { ProgressBar } from './ProgressBar';
export { Duration, RelativeTime } from './RelativeTime';
export { originText, runKey } from './run_columns';
export { RunTable, type IRunTableProps } from './RunTable';
export { Split } from './Split';
export { actionsColumn, RowActions } from './RowActions';
export { SearchField } from './SearchField';
export { HIDDEN, SecretField } from './SecretField';
export { SelectAll } from './SelectAll';
export { StoreBar } from './StoreBar';
export { StateMark } from './StateMark';
export { isFinished, runTypeLabel, stateLabel } from './states';
export { Table, type IColumn } from './Table';
export { taskName } from './task_name';
export { TextField } from './TextField';
export { TaskCounts } from './TaskCounts';
export { Tabs, type ITab } from './Tabs';
export { absoluteTime, durationText, relativeTime, secondsBetween, shortTime } from './time';
export { browserZone, isZone, toInstant, toWallClock } from './zoned';
export { UsedBy, usesSentences } from './UsedBy';
export { useFocusOnProblem } from './useFocusOnProblem';
export { useGone } from './useGone';
export { type ILookState, useLook } from './useLook';
export { useNow } from './useNow';
export { useSaving } from './useSaving';
export { ViewBar, ViewBarPlace } from './ViewBar';
export { lazily, type LazyComponent } from './lazily';
export { DagSwitch } from './DagSwitch';
export { mayAsk, permitted } from './permissions';
export { type Permission, usePermission } from './usePermission';
export { useWidth } from './useWidth';
export { useQuery, useQueryState, type IQueryResult } from './useQuery';
