"""``airflow.models``, ``airflow.decorators``, ``airflow.timetables``, ``airflow.datasets``: what DAGs are made of."""

from __future__ import annotations

from couture_jupyter.airflow_compat.tables.sdk import ASSETS, BY_ASSETS, CHAINS, CRON, INTERVALS, XCOM_ARGS

_SESSIONS = "provide_session create_session create_global_lock"

MODELS: dict[str, str] = {
    "models": (
        "DAG BaseOperator DagRun TaskInstance Param ParamsDict XComArg Variable Connection DagModel XCom Log SlaMiss "
        "Pool DagTag DagBag ImportError TaskFail TaskReschedule RenderedTaskInstanceFields Operator=AbstractOperator "
        "MappedOperator BaseOperatorLink SkipMixin DagPickle TaskMap Trigger Base User XCOM_RETURN_KEY "
        "AbstractOperator TaskInstanceKey ID_LEN clear_task_instances LazyXComAccess"
    ),
    "models.abstractoperator": "AbstractOperator TaskStateChangeCallback",
    "models.asset": "AssetModel AssetEvent AssetAlias",
    "models.base": "Base",
    "models.baseoperator": f"BaseOperator BaseOperatorLink {CHAINS}",
    "models.baseoperatorlink": "BaseOperatorLink XComOperatorLink",
    "models.connection": "Connection",
    "models.crypto": "",
    "models.dag": "DAG dag DagModel DagTag DagStateChangeCallback DagRun DagBag",
    "models.dagbag": "DagBag",
    "models.dagcode": "DagCode",
    "models.dagparam": "DagParam",
    "models.dagrun": "DagRun DagRunType",
    "models.dagwarning": "DagWarning",
    "models.dataset": "DatasetModel=AssetModel DatasetEvent=AssetEvent",
    "models.errors": "ImportError ParseImportError=ImportError",
    "models.expandinput": "",
    "models.log": "Log",
    "models.mappedoperator": "MappedOperator",
    "models.operator": "Operator=AbstractOperator BaseOperator MappedOperator",
    "models.param": "Param ParamsDict DagParam",
    "models.pool": "Pool",
    "models.renderedtifields": "RenderedTaskInstanceFields",
    "models.serialized_dag": "SerializedDagModel",
    "models.skipmixin": "SkipMixin",
    "models.slamiss": "SlaMiss",
    "models.taskfail": "TaskFail",
    "models.taskinstance": "TaskInstance TaskInstanceKey Context get_current_context clear_task_instances",
    "models.taskinstancekey": "TaskInstanceKey",
    "models.taskmap": "TaskMap",
    "models.taskmixin": "DependencyMixin",
    "models.taskreschedule": "TaskReschedule",
    "models.trigger": "Trigger",
    "models.variable": "Variable",
    "models.xcom": "XCom BaseXCom XCOM_RETURN_KEY LazyXComAccess",
    "models.xcom_arg": XCOM_ARGS,
    "api api.common api.common.experimental": "",
    "api.common.trigger_dag api.common.experimental.trigger_dag": "trigger_dag",
    "assets datasets": f"{ASSETS} Metadata",
    "assets.metadata datasets.metadata": "Metadata",
    "callbacks": "",
    "decorators": "task dag task_group setup teardown",
    "decorators.task_group": "task_group",
    "decorators.setup_teardown": "setup teardown",
    "jobs": "BaseJob",
    "jobs.base_job": "BaseJob",
    "jobs.job": "Job",
    "lineage": "prepare_lineage apply_lineage",
    "lineage.hook": "get_hook_lineage_collector HookLineage HookLineageCollector",
    "listeners": "hookimpl",
    "macros": "macros.*",
    "stats": "Stats",
    "notifications": "",
    "notifications.basenotifier": "BaseNotifier",
    "task": "",
    "task.priority_strategy": "PriorityWeightStrategy",
    "timetables": "",
    "timetables.assets": BY_ASSETS,
    "timetables.base": "Timetable DagRunInfo DataInterval TimeRestriction",
    "timetables.datasets": "DatasetOrTimeSchedule=AssetOrTimeSchedule",
    "timetables.events": "EventsTimetable",
    "timetables.interval": INTERVALS,
    "timetables.simple": (
        "OnceTimetable NullTimetable ContinuousTimetable AssetTriggeredTimetable PartitionedAssetTimetable "
        "PartitionedAtRuntime DatasetTriggeredTimetable=AssetTriggeredTimetable"
    ),
    "timetables.trigger": CRON,
    "utils.session utils.db": _SESSIONS,
}
