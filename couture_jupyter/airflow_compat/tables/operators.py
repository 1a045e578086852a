"""Operators, sensors, hooks, triggers: at their places in Airflow 1.10, 2 and 3."""

from __future__ import annotations

_PYTHON = (
    "PythonOperator BranchPythonOperator ShortCircuitOperator PythonVirtualenvOperator ExternalPythonOperator "
    "BranchPythonVirtualenvOperator BranchExternalPythonOperator is_venv_installed get_current_context"
)
_EXTERNAL = "ExternalTaskSensor ExternalTaskMarker ExternalTaskSensorLink ExternalDagLink"
_CHECKS = (
    "BaseSQLOperator SQLExecuteQueryOperator SQLCheckOperator SQLValueCheckOperator SQLIntervalCheckOperator "
    "SQLThresholdCheckOperator SQLColumnCheckOperator SQLTableCheckOperator BranchSQLOperator "
    "BranchSqlOperator=BranchSQLOperator CheckOperator=SQLCheckOperator ValueCheckOperator=SQLValueCheckOperator "
    "IntervalCheckOperator=SQLIntervalCheckOperator ThresholdCheckOperator=SQLThresholdCheckOperator"
)
_TIMES = "TimeSensor TimeSensorAsync"
_DELTAS = "TimeDeltaSensor TimeDeltaSensorAsync WaitSensor"
_DATES = "DateTimeSensor DateTimeSensorAsync"
_HANDLERS = "fetch_all_handler fetch_one_handler return_single_query_results"

OPERATORS: dict[str, str] = {
    # Airflow 1.10 offered all operators here
    "operators": (
        "BaseOperator BashOperator PythonOperator BranchPythonOperator ShortCircuitOperator DummyOperator "
        "EmptyOperator EmailOperator LatestOnlyOperator SubDagOperator TriggerDagRunOperator "
        f"SimpleHttpOperator=HttpOperator GenericTransfer SqlSensor HttpSensor {_EXTERNAL} {_TIMES} {_DELTAS} "
        f"{_CHECKS} PostgresOperator MySqlOperator SqliteOperator MsSqlOperator "
        "BaseSensorOperator CoutureJupyterOperator DagOperator SkippableDagOperator "
        "CoutureLoopableBatchOperator"
    ),
    "operators.bash operators.bash_operator operator.bash providers.standard.operators.bash": "BashOperator",
    "operator": "BashOperator PythonOperator",
    "operators.branch operators.branch_operator providers.standard.operators.branch": (
        "BaseBranchOperator BranchMixIn"
    ),
    "operators.check_operator": _CHECKS,
    "operators.sql operators.sql_branch_operator providers.common.sql.operators.sql": _CHECKS,
    "operators.dagrun_operator operators.trigger_dagrun providers.standard.operators.trigger_dagrun": (
        "TriggerDagRunOperator TriggerDagRunLink DagRunOrder"
    ),
    "operators.datetime providers.standard.operators.datetime": "BranchDateTimeOperator",
    "operators.dummy operators.dummy_operator operators.empty providers.standard.operators.empty": (
        "DummyOperator EmptyOperator"
    ),
    "operators.email operators.email_operator providers.smtp.operators.smtp": "EmailOperator",
    "operators.generic_transfer providers.common.sql.operators.generic_transfer": "GenericTransfer",
    "operators.http_operator providers.http.operators.http": "HttpOperator SimpleHttpOperator=HttpOperator",
    "operators.latest_only operators.latest_only_operator providers.standard.operators.latest_only": (
        "LatestOnlyOperator"
    ),
    "operators.python operators.python_operator providers.standard.operators.python": _PYTHON,
    "operators.sensors": (f"BaseSensorOperator SqlSensor HttpSensor {_EXTERNAL} {_TIMES} {_DELTAS}"),
    "operators.subdag operators.subdag_operator": "SubDagOperator",
    "example_dags example_dags.subdags": "",
    "example_dags.subdags.subdag": "subdag",
    "operators.weekday providers.standard.operators.weekday": "BranchDayOfWeekOperator",
    "providers.standard.operators.hitl": "HITLOperator ApprovalOperator HITLBranchOperator HITLEntryOperator",
    "providers.ssh.operators.ssh contrib.operators.ssh_operator": "SSHOperator",
    # One operator for each database, as Airflow had them
    "providers.postgres.operators.postgres": "PostgresOperator",
    "providers.mysql.operators.mysql": "MySqlOperator",
    "providers.sqlite.operators.sqlite": "SqliteOperator",
    "providers.microsoft.mssql.operators.mssql": "MsSqlOperator",
    # The product's own
    "operators.jupyter_operator": "CoutureJupyterOperator",
    "operators.dag_operator": "DagOperator SkippableDagOperator",
    "operators.loop_operator": "CoutureLoopableBatchOperator",
    # Sensors
    "sensors": "BaseSensorOperator",
    "sensors.base sensors.base_sensor_operator": "BaseSensorOperator PokeReturnValue poke_mode_only",
    "sensors.bash contrib.sensors.bash_sensor providers.standard.sensors.bash": "BashSensor",
    "sensors.date_time sensors.date_time_sensor providers.standard.sensors.date_time": _DATES,
    "sensors.external_task sensors.external_task_sensor providers.standard.sensors.external_task": _EXTERNAL,
    "sensors.filesystem contrib.sensors.file_sensor providers.standard.sensors.filesystem": "FileSensor",
    "sensors.http_sensor providers.http.sensors.http": "HttpSensor",
    "sensors.python contrib.sensors.python_sensor providers.standard.sensors.python": "PythonSensor",
    "sensors.sql sensors.sql_sensor providers.common.sql.sensors.sql": "SqlSensor",
    "sensors.time_delta sensors.time_delta_sensor providers.standard.sensors.time_delta": _DELTAS,
    "sensors.time_sensor providers.standard.sensors.time": _TIMES,
    "sensors.weekday sensors.weekday_sensor contrib.sensors.weekday_sensor providers.standard.sensors.weekday": (
        "DayOfWeekSensor"
    ),
    # Hooks
    "hooks": "BaseHook DbApiHook HttpHook FSHook PostgresHook MySqlHook SqliteHook MsSqlHook",
    "hooks.base hooks.base_hook": "BaseHook",
    "hooks.dbapi hooks.dbapi_hook": "DbApiHook",
    "hooks.filesystem contrib.hooks.fs_hook providers.standard.hooks.filesystem": "FSHook",
    "hooks.http_hook providers.http.hooks.http": "HttpHook",
    "providers.common.sql.hooks.handlers": _HANDLERS,
    "providers.common.sql.hooks.lineage": "send_sql_hook_lineage",
    "providers.common.sql.hooks.sql": f"DbApiHook {_HANDLERS}",
    "providers.ssh.hooks.ssh contrib.hooks.ssh_hook": "SSHHook",
    "providers.postgres.hooks.postgres": "PostgresHook",
    "providers.mysql.hooks.mysql": "MySqlHook",
    "providers.sqlite.hooks.sqlite": "SqliteHook",
    "providers.microsoft.mssql.hooks.mssql": "MsSqlHook",
    # Triggers and notifications
    "triggers": "BaseTrigger TriggerEvent",
    "triggers.base": "BaseTrigger TriggerEvent BaseEventTrigger",
    "triggers.file providers.standard.triggers.file": "FileTrigger FileDeleteTrigger DirectoryFileDeleteTrigger",
    "triggers.temporal providers.standard.triggers.temporal": "DateTimeTrigger TimeDeltaTrigger",
    "providers.smtp.notifications.smtp": "SmtpNotifier send_smtp_notification",
    "providers.slack.notifications.slack": "SlackNotifier send_slack_notification",
    "providers.slack.notifications.slack_notifier": "SlackNotifier send_slack_notification",
    "providers.slack.notifications.slack_webhook": "SlackWebhookNotifier send_slack_webhook_notification",
}
