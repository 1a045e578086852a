/** Names for the shapes of the REST API, which are generated from server_ext/couture_server/openapi.yaml. */
import type { components } from './generated';

type Schemas = components['schemas'];

export type DagRunState = Schemas['DagRunState'];
export type TaskInstanceState = Schemas['TaskInstanceState'];
export type AnyState = DagRunState | TaskInstanceState;
export type DagRunType = Schemas['DagRunType'];
export type DagKind = Schemas['DagSummary']['kind'];
export type EngineState = Schemas['Engine']['state'];
/** A value that came from JSON or goes into it. */
export type Json = unknown;

export type IRunMark = Schemas['RecentRun'];
export type IDagSummary = Schemas['DagSummary'];
export type DagBulkAction = Schemas['DagBulkBody']['action'];
export type IDagBulkResult = Schemas['DagBulkResult'];
export type IDagSummaryPage = Schemas['DagSummaryCollection'];
export type IDagDetails = Schemas['DagDetails'];
export type IDagSource = Schemas['DagSource'];
export type IDagVersion = Schemas['DagVersion'];
export type IMissedRun = Schemas['MissedRun'];
export type INextRuns = Schemas['NextRuns'];
export type IImportError = Schemas['ImportFailure'];
export type IImportErrorPage = Schemas['ImportErrorCollection'];
export type ITask = Schemas['Task'];
export type IDagStructure = Schemas['DagStructure'];
export type IStructureTask = Schemas['StructureTask'];
export type IStructureGroup = Schemas['StructureGroup'];
export type IRunGraph = Schemas['RunGraph'];
export type IRunGraphTask = Schemas['RunGraphTask'];

export type IDagRun = Schemas['DagRun'];
export type IDagRunPage = Schemas['DagRunCollection'];
export type IRunCounts = Schemas['DagRunCounts'];
export type ITriggerBody = Partial<Schemas['TriggerBody']>;
export type IRunKey = Schemas['RunKey'];
export type IBulkResult = Schemas['BulkRunResult'];
export type IClearRun = Schemas['ClearRunBody'];
export type IClearedRun = Schemas['ClearedRun'];
export type IClearedTask = Schemas['ClearedTask'];
export type IClearTasks = Schemas['ClearTasksBody'];
export type IPatchTask = Schemas['TaskInstancePatch'];
export type ILogMatches = Schemas['LogMatchCollection'];
export type IRunTask = Schemas['RunTaskBody'];
export type IRunCondition = Schemas['RunCondition'];
export type ITaskRun = Schemas['TaskRun'];

export type ITaskInstance = Schemas['TaskInstance'];
export type ITaskInstancePage = Schemas['TaskInstanceCollection'];
export type IXCom = Schemas['XCom'];
export type IXComPage = Schemas['XComCollection'];
export type IXComEntry = Schemas['XComEntry'];
export type ITaskTry = Schemas['TaskTry'];
export type IExtraLinks = Schemas['ExtraLinks'];
export type IDependency = Schemas['Dependency'];
export type IProgress = Schemas['Progress'];
export type IOutput = Schemas['Output'];
export type ILogChunk = Schemas['LogWindow'];
export type IExecutedNotebook = Schemas['ExecutedNotebook'];

export type IHeldKernel = Schemas['HeldKernel'];
export type ITryKernel = Schemas['TryKernel'];
export type IAttachedKernel = Schemas['AttachedKernel'];
export type IResume = Schemas['ResumeBody'];

export type IEngine = Schemas['Engine'];
export type IWorkspace = Schemas['Workspace'];

export type INotebookParameter = Schemas['NotebookParameter'];
export type INotebookInspection = Schemas['NotebookInspection'];
export type IFinding = Schemas['Finding'];
export type IFindings = Schemas['FindingCollection'];
export type IFolderNotebooks = Schemas['FolderNotebooks'];
export type INotebookCheck = Schemas['CheckBody'];
export type ITimetablePreview = Schemas['TimetablePreview'];
export type ITimezones = Schemas['TimezoneCollection'];
export type IWhen = Schemas['When'];
/** The fields of the schedule form. */
export type INotebookScheduleForm = Schemas['NotebookScheduleBody'];
export type INotebookSchedulePatch = Schemas['NotebookSchedulePatch'];
export type INotebookSchedule = Schemas['NotebookSchedule'];
export type IScheduleValidation = Schemas['ScheduleValidation'];
export type IScheduleRun = Schemas['ScheduleRun'];
export type IDeletionPreview = Schemas['ScheduleDeletion'];

export type ICodeFacts = Schemas['CodeFacts'];
export type ICodeDifference = Schemas['CodeDifference'];
export type IGitRefs = Schemas['GitRefCollection'];
export type ISideFile = Schemas['SideFile'];

export type IRetention = Schemas['RetentionStatus'];
export type IRunFile = Schemas['RunFile'];
export type IRunFileTree = Schemas['RunFileTree'];
