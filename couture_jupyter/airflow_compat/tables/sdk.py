"""``airflow`` itself and ``airflow.sdk``, the names of Airflow 3, with its definitions and bases."""

from __future__ import annotations

CHAINS = "chain chain_linear cross_downstream"
EXCEPTIONS = (
    "AirflowException AirflowFailException AirflowSkipException AirflowDagCycleException DuplicateTaskIdFound "
    "AirflowTimetableInvalid TaskDeferred AirflowRescheduleException AirflowBadRequest AirflowConfigException "
    "AirflowNotFoundException AirflowSensorTimeout AirflowTaskTimeout AirflowTaskTerminated "
    "AirflowInternalRuntimeError AirflowOptionalProviderFeatureException AirflowProviderDeprecationWarning "
    "RemovedInAirflow3Warning RemovedInAirflow4Warning AirflowClusterPolicyError AirflowClusterPolicyViolation "
    "AirflowClusterPolicySkipDag ConnectionNotUnique DagNotFound DagRunNotFound DagRunAlreadyExists PoolNotFound "
    "TaskNotFound TaskInstanceNotFound ParamValidationError XComNotFound TaskDeferralError TaskDeferralTimeout "
    "SerializationError UnmappableOperator AirflowDagInconsistent AirflowDagDuplicatedIdException "
    "TaskAlreadyInTaskGroup DagRunTriggerException DownstreamTasksSkipped FailStopDagInvalidTriggerRule "
    "BackfillUnfinished"
)
ASSETS = (
    "Asset AssetAlias AssetAll AssetAny AssetWatcher AssetAccessControl Dataset DatasetAlias=AssetAlias "
    "DatasetAll=AssetAll DatasetAny=AssetAny Model"
)
DEADLINES = "DeadlineAlert DeadlineReference BaseDeadlineReference deadline_reference"
CALLBACKS = "AsyncCallback SyncCallback"
MAPPERS = (
    "AllowedKeyMapper ChainMapper FanOutMapper FixedKeyMapper IdentityMapper PartitionMapper ProductMapper "
    "RollupMapper StartOfDayMapper StartOfHourMapper StartOfMonthMapper StartOfQuarterMapper StartOfWeekMapper "
    "StartOfYearMapper"
)
WINDOWS = "Window SegmentWindow HourWindow DayWindow WeekWindow MonthWindow QuarterWindow YearWindow"
WAIT_POLICIES = "WaitForAll MinimumCount"
CRON = "CronTriggerTimetable MultipleCronTriggerTimetable DeltaTriggerTimetable CronPartitionTimetable"
INTERVALS = "CronDataIntervalTimetable DeltaDataIntervalTimetable"
BY_ASSETS = (
    "AssetOrTimeSchedule DatasetOrTimeSchedule=AssetOrTimeSchedule AssetTriggeredTimetable PartitionedAssetTimetable "
    "PartitionedAtRuntime"
)
RETRIES = "ExceptionRetryPolicy RetryAction RetryDecision RetryPolicy RetryRule"
LINEAGE = "get_hook_lineage_collector HookLineage HookLineageCollector NoOpCollector"
XCOM_ARGS = "XComArg PlainXComArg MapXComArg ZipXComArg ConcatXComArg"
MODULE_LOADING = "import_string qualname iter_namespace"

SDK: dict[str, str] = {
    "": "DAG AirflowException XComArg Dataset Asset __version__ version",
    "sdk": (
        f"DAG dag task task_group setup teardown TaskGroup Param ParamsDict XComArg TriggerRule WeightRule "
        f"BaseOperator BaseHook BaseNotifier BaseSensorOperator PokeReturnValue BaseBranchOperator BranchMixIn "
        f"SkipMixin BaseOperatorLink BaseXCom=XCom Connection Variable Context get_current_context get_parsing_context "
        f"Label EdgeModifier conf NEVER_EXPIRE ObjectStoragePath TaskInstance TaskInstanceState DagRunState Metadata "
        f"asset EventsTimetable __version__ {CHAINS} {ASSETS} {DEADLINES} {CALLBACKS} {MAPPERS} "
        f"{WINDOWS} {WAIT_POLICIES} {CRON} {INTERVALS} {BY_ASSETS} {RETRIES} ResumableJobMixin"
    ),
    "sdk.dag": "dag DAG",
    "sdk.task": "task",
    "sdk.exceptions exceptions": EXCEPTIONS,
    "sdk.bases": "",
    "sdk.bases.branch": "BaseBranchOperator BranchMixIn",
    "sdk.bases.decorator": "determine_kwargs KeywordParameters is_async_callable",
    "sdk.bases.hook": "BaseHook",
    "sdk.bases.notifier": "BaseNotifier",
    "sdk.bases.operator": f"BaseOperator {CHAINS}",
    "sdk.bases.operatorlink": "BaseOperatorLink",
    "sdk.bases.resumablejobmixin": "ResumableJobMixin",
    "sdk.bases.secrets_backend": "BaseSecretsBackend",
    "sdk.bases.sensor": "BaseSensorOperator PokeReturnValue poke_mode_only",
    "sdk.bases.skipmixin": "SkipMixin",
    "sdk.bases.timetable": "BaseTimetable=Timetable",
    "sdk.bases.xcom": "BaseXCom=XCom",
    "sdk.configuration": "conf",
    "sdk.definitions": "",
    "sdk.definitions._internal": "",
    "sdk.definitions._internal.types": "NOTSET ArgNotSet is_arg_set SET_DURING_EXECUTION",
    "sdk.definitions._internal.abstractoperator": "AbstractOperator TaskStateChangeCallback",
    "sdk.definitions.asset": f"{ASSETS} AssetEvent BaseAsset AssetRef=AssetReference",
    "sdk.definitions.asset.decorators": "asset",
    "sdk.definitions.asset.metadata": "Metadata",
    "sdk.definitions.callback": CALLBACKS,
    "sdk.definitions.connection": "Connection",
    "sdk.definitions.context": "Context get_current_context get_parsing_context context_merge",
    "sdk.definitions.dag": "DAG dag",
    "sdk.definitions.deadline": DEADLINES,
    "sdk.definitions.decorators": "task task_group setup teardown",
    "sdk.definitions.decorators.task_group": "task_group",
    "sdk.definitions.edges": "Label EdgeModifier",
    "sdk.definitions.mappedoperator": "MappedOperator",
    "sdk.definitions.param": "Param ParamsDict DagParam",
    "sdk.definitions.partition_mappers": MAPPERS,
    "sdk.definitions.partition_mappers.allowed_key partition_mappers.allowed_key": "AllowedKeyMapper",
    "sdk.definitions.partition_mappers.base partition_mappers.base": "PartitionMapper RollupMapper",
    "sdk.definitions.partition_mappers.chain partition_mappers.chain": "ChainMapper",
    "sdk.definitions.partition_mappers.fixed_key partition_mappers.fixed_key": "FixedKeyMapper",
    "sdk.definitions.partition_mappers.identity partition_mappers.identity": "IdentityMapper",
    "sdk.definitions.partition_mappers.product partition_mappers.product": "ProductMapper",
    "sdk.definitions.partition_mappers.temporal partition_mappers.temporal": MAPPERS,
    "sdk.definitions.partition_mappers.wait_policy partition_mappers.wait_policy": f"WaitPolicy {WAIT_POLICIES}",
    "sdk.definitions.partition_mappers.window partition_mappers.window": WINDOWS,
    "partition_mappers": f"{MAPPERS} {WINDOWS} {WAIT_POLICIES}",
    "sdk.definitions.retry_policy": RETRIES,
    "sdk.definitions.taskgroup": "TaskGroup",
    "sdk.definitions.timetables": "",
    "sdk.definitions.timetables.assets": BY_ASSETS,
    "sdk.definitions.timetables.events": "EventsTimetable",
    "sdk.definitions.timetables.interval": INTERVALS,
    "sdk.definitions.timetables.simple": (
        "OnceTimetable NullTimetable ContinuousTimetable AssetTriggeredTimetable PartitionedAtRuntime"
    ),
    "sdk.definitions.timetables.trigger": CRON,
    "sdk.definitions.variable": "Variable",
    "sdk.definitions.xcom_arg": XCOM_ARGS,
    "sdk.execution_time": "",
    "sdk.execution_time.context": (
        "NEVER_EXPIRE TaskStateStoreAccessor AssetStateStoreAccessor AssetStateStoreAccessors "
        "AIRFLOW_VAR_NAME_FORMAT_MAPPING context_to_airflow_vars"
    ),
    "sdk.execution_time.secrets_masker": "mask_secret redact",
    "sdk.execution_time.task_runner": "RuntimeTaskInstance=TaskInstance",
    "sdk.execution_time.timeout": "timeout",
    "sdk.execution_time.xcom": "XCom BaseXCom=XCom",
    "sdk.execution_time.macros": "macros.*",
    "sdk.io": "ObjectStoragePath attach",
    "sdk.io.path": "ObjectStoragePath",
    "sdk.lineage": LINEAGE,
    "sdk.listener": "hookimpl",
    "sdk.log": "mask_secret redact",
    "sdk.module_loading": MODULE_LOADING,
    "sdk.observability": "",
    "sdk.observability.stats": "Stats",
    "sdk.plugins_manager": "AirflowPlugin",
    "sdk.timezone": "timezone.*",
    "sdk.types": "Logger RuntimeTaskInstanceProtocol TaskInstanceKey Operator=AbstractOperator",
    "sdk._shared": "",
    "sdk._shared.listeners": "hookimpl",
}
