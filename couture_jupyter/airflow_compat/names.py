"""The table: where Airflow's names live, in all its generations, and what of ours each means.

A concept stands once in ``CONCEPTS`` (its name: our module and name); ``MODULES`` says which names each module of
Airflow offers. A name that is spelled as its concept is listed alone, another one as ``"theirs=ours"``.
"""

from __future__ import annotations

CONCEPTS: dict[str, str] = {
    "DAG": "couture_jupyter.dags:DAG",
    "dag": "couture_jupyter.dags:dag",
    "task": "couture_jupyter.taskflow:task",
    "TaskGroup": "couture_jupyter.task_group:TaskGroup",
    "Param": "couture_jupyter.params:Param",
    "XComArg": "couture_jupyter.xcom:XComArg",
    "TriggerRule": "couture_jupyter.trigger_rules:TriggerRule",
    "WeightRule": "couture_jupyter.airflow_compat.values:WeightRule",
    "State": "couture_jupyter.airflow_compat.values:State",
    "TaskInstanceState": "couture_jupyter.states:TaskInstanceState",
    "DagRunState": "couture_jupyter.states:DagRunState",
    "DagRunType": "couture_jupyter.states:DagRunType",
    "chain": "couture_jupyter.edges:chain",
    "chain_linear": "couture_jupyter.edges:chain_linear",
    "cross_downstream": "couture_jupyter.edges:cross_downstream",
    "get_current_context": "couture_jupyter.context:get_current_context",
    "Context": "couture_jupyter.operators.base:Context",
    "TaskInstance": "couture_jupyter.context:TaskInstance",
    "DagRun": "couture_jupyter.context:DagRun",
    "BaseOperator": "couture_jupyter.operators.base:BaseOperator",
    "apply_defaults": "couture_jupyter.airflow_compat.values:apply_defaults",
    "BashOperator": "couture_jupyter.operators.bash:BashOperator",
    "PythonOperator": "couture_jupyter.operators.python:PythonOperator",
    "BranchPythonOperator": "couture_jupyter.operators.branch:BranchPythonOperator",
    "ShortCircuitOperator": "couture_jupyter.operators.branch:ShortCircuitOperator",
    "BaseBranchOperator": "couture_jupyter.operators.branch:BaseBranchOperator",
    "EmptyOperator": "couture_jupyter.operators.empty:EmptyOperator",
    "DummyOperator": "couture_jupyter.operators.empty:DummyOperator",
    "CoutureJupyterOperator": "couture_jupyter.operators.notebook:CoutureJupyterOperator",
    "AirflowException": "couture_jupyter.exceptions:CoutureError",
    "AirflowFailException": "couture_jupyter.exceptions:TaskFailed",
    "AirflowSkipException": "couture_jupyter.exceptions:TaskSkipped",
    "AirflowDagCycleException": "couture_jupyter.exceptions:CycleError",
    "DuplicateTaskIdFound": "couture_jupyter.exceptions:DuplicateTaskIdError",
    "AirflowTimetableInvalid": "couture_jupyter.exceptions:TimetableError",
    "CronDataIntervalTimetable": "couture_jupyter.timetables:CronInterval",
    "CronTriggerTimetable": "couture_jupyter.timetables:CronTrigger",
    "DeltaDataIntervalTimetable": "couture_jupyter.timetables:Interval",
    "OnceTimetable": "couture_jupyter.timetables:Once",
    "NullTimetable": "couture_jupyter.timetables:Never",
    "ContinuousTimetable": "couture_jupyter.timetables:Continuous",
    "days_ago": "couture_jupyter.airflow_compat.values:days_ago",
    "conf": "couture_jupyter.configuration:conf",
    "timezone.utc": "couture_jupyter.airflow_compat.values:utc",
    "timezone.utcnow": "couture_jupyter.airflow_compat.values:utcnow",
    "timezone.datetime": "couture_jupyter.airflow_compat.values:aware_datetime",
    "timezone.parse": "couture_jupyter.airflow_compat.values:parse",
}

_BRANCHES = "BranchPythonOperator ShortCircuitOperator"
_CONTEXT = "get_current_context Context"
_CHAINS = "chain chain_linear cross_downstream"
_EXCEPTIONS = (
    "AirflowException AirflowFailException AirflowSkipException AirflowDagCycleException DuplicateTaskIdFound "
    "AirflowTimetableInvalid"
)
_TIMEZONE = "utc=timezone.utc utcnow=timezone.utcnow datetime=timezone.datetime parse=timezone.parse"

MODULES: dict[str, str] = {
    "airflow": "DAG AirflowException XComArg",
    "airflow.sdk": f"DAG dag task TaskGroup Param XComArg TriggerRule BaseOperator {_CONTEXT} {_CHAINS}",
    "airflow.sdk.exceptions": _EXCEPTIONS,
    "airflow.configuration": "conf",
    "airflow.decorators": "task dag",
    "airflow.exceptions": _EXCEPTIONS,
    "airflow.models": "DAG BaseOperator DagRun TaskInstance Param XComArg",
    "airflow.models.baseoperator": f"BaseOperator {_CHAINS}",
    "airflow.models.dag": "DAG",
    "airflow.models.dagrun": "DagRun",
    "airflow.models.param": "Param",
    "airflow.models.taskinstance": "TaskInstance",
    "airflow.models.xcom_arg": "XComArg",
    "airflow.operators": "CoutureJupyterOperator BashOperator PythonOperator DummyOperator BranchPythonOperator",
    "airflow.operators.bash": "BashOperator",
    "airflow.operators.bash_operator": "BashOperator",
    "airflow.operators.branch": "BaseBranchOperator",
    "airflow.operators.branch_operator": "BaseBranchOperator",
    "airflow.operators.dummy": "DummyOperator",
    "airflow.operators.dummy_operator": "DummyOperator",
    "airflow.operators.empty": "EmptyOperator",
    "airflow.operators.jupyter_operator": "CoutureJupyterOperator",
    "airflow.operators.python": f"PythonOperator {_BRANCHES} get_current_context",
    "airflow.operators.python_operator": f"PythonOperator {_BRANCHES}",
    "airflow.providers": "",
    "airflow.providers.standard": "",
    "airflow.providers.standard.operators": "",
    "airflow.providers.standard.operators.bash": "BashOperator",
    "airflow.providers.standard.operators.branch": "BaseBranchOperator",
    "airflow.providers.standard.operators.empty": "EmptyOperator",
    "airflow.providers.standard.operators.python": f"PythonOperator {_BRANCHES} get_current_context",
    "airflow.timetables": "",
    "airflow.timetables.interval": "CronDataIntervalTimetable DeltaDataIntervalTimetable",
    "airflow.timetables.simple": "OnceTimetable NullTimetable ContinuousTimetable",
    "airflow.timetables.trigger": "CronTriggerTimetable",
    "airflow.utils": "",
    "airflow.utils.context": "Context",
    "airflow.utils.dates": "days_ago",
    "airflow.utils.decorators": "apply_defaults",
    "airflow.utils.helpers": _CHAINS,
    "airflow.utils.state": "State TaskInstanceState DagRunState",
    "airflow.utils.task_group": "TaskGroup",
    "airflow.utils.timezone": _TIMEZONE,
    "airflow.utils.trigger_rule": "TriggerRule",
    "airflow.utils.types": "DagRunType",
    "airflow.utils.weight_rule": "WeightRule",
}


def names_of(module: str) -> dict[str, str]:
    """What a module of Airflow offers: name there -> ``"module:name"`` of ours."""
    entries = (entry.partition("=") for entry in MODULES[module].split())
    return {theirs: CONCEPTS[ours or theirs] for theirs, _, ours in entries}
