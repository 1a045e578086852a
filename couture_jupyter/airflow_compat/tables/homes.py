"""Where each concept lives: a module of ours, and the concepts in it.

A concept that is called differently there is written ``concept=name``. A dot in a concept's name makes it one of a
group (``timezone.utc``), which a module of Airflow can offer as a whole (``timezone.*``).
"""

from __future__ import annotations

HOMES: dict[str, str] = {
    # Writing a DAG
    "dags": "DAG dag",
    "taskflow": "task",
    "task_groups": "TaskGroup task_group",
    "setup_teardown": "setup teardown",
    "params": "Param ParamsDict DagParam",
    "xcom_args": "XComArg PlainXComArg MapXComArg ZipXComArg ConcatXComArg",
    "mapping": "MappedOperator",
    "edges": "chain chain_linear cross_downstream Label EdgeModifier DependencyMixin",
    "trigger_rules": "TriggerRule",
    "context": "get_current_context TaskInstance",
    "states": "TaskInstanceState DagRunState DagRunType",
    "variables": "Variable",
    "connections": "Connection",
    "configuration": "conf AirflowConfigParser=Configuration AirflowConfigException=ConfigurationError",
    "exceptions": (
        "AirflowException=CoutureError AirflowFailException=TaskFailed AirflowSkipException=TaskSkipped "
        "AirflowDagCycleException=CycleError DuplicateTaskIdFound=DuplicateTaskIdError "
        "AirflowTimetableInvalid=TimetableError AirflowSensorTimeout=SensorTimeout TaskDeferred "
        "AirflowRescheduleException=TaskRescheduled"
    ),
    # Operators
    "operators.base": "BaseOperator Context",
    "operators.bash": "BashOperator",
    "operators.python": "PythonOperator",
    "operators.branch": "BranchPythonOperator ShortCircuitOperator BaseBranchOperator",
    "operators.empty": "EmptyOperator DummyOperator",
    "operators.notebook": "CoutureJupyterOperator",
    "operators.trigger_dag": "TriggerDagRunOperator TriggerDagRunLink DagRunOrder",
    "operators.latest_only": "LatestOnlyOperator",
    "operators.email": "EmailOperator",
    "operators.http": "HttpOperator",
    "operators.sql": (
        "BaseSQLOperator SQLExecuteQueryOperator SQLCheckOperator SQLValueCheckOperator SQLIntervalCheckOperator "
        "SQLThresholdCheckOperator SQLColumnCheckOperator SQLTableCheckOperator BranchSQLOperator"
    ),
    "operators.virtualenv": (
        "PythonVirtualenvOperator ExternalPythonOperator BranchPythonVirtualenvOperator BranchExternalPythonOperator "
        "is_venv_installed"
    ),
    "operators.branch_time": "BranchDateTimeOperator BranchDayOfWeekOperator",
    "operators.subdag": "SubDagOperator",
    "operators.human": (
        "HITLOperator ApprovalOperator HITLBranchOperator HITLEntryOperator "
        "HITLTriggerEventError HITLTimeoutError HITLRejectException"
    ),
    "operators.ssh": "SSHOperator",
    "operators.transfer": "GenericTransfer",
    "operators.dag_of_dags": "DagOperator SkippableDagOperator",
    "operators.loop_batch": "CoutureLoopableBatchOperator",
    # Sensors, triggers, hooks, notifiers
    "sensors.base": "BaseSensorOperator PokeReturnValue poke_mode_only",
    "sensors.file": "FileSensor",
    "sensors.python": "PythonSensor",
    "sensors.bash": "BashSensor",
    "sensors.time": (
        "TimeSensor TimeSensorAsync TimeDeltaSensor TimeDeltaSensorAsync WaitSensor DateTimeSensor DateTimeSensorAsync "
        "DayOfWeekSensor"
    ),
    "sensors.external_task": "ExternalTaskSensor ExternalTaskMarker ExternalTaskSensorLink ExternalDagLink",
    "sensors.sql": "SqlSensor",
    "sensors.http": "HttpSensor",
    "triggers": "BaseTrigger TriggerEvent",
    "triggers.base": "BaseEventTrigger",
    "triggers.temporal": "DateTimeTrigger TimeDeltaTrigger",
    "triggers.file": "FileTrigger FileDeleteTrigger DirectoryFileDeleteTrigger",
    "hooks.base": "BaseHook",
    "hooks.http": "HttpHook",
    "hooks.sql": "DbApiHook fetch_all_handler fetch_one_handler return_single_query_results",
    "hooks.ssh": "SSHHook",
    "hooks.filesystem": "FSHook",
    "notifiers.base": "BaseNotifier",
    "notifiers.smtp": "SmtpNotifier send_smtp_notification",
    "notifiers.slack": ("SlackNotifier send_slack_notification SlackWebhookNotifier send_slack_webhook_notification"),
    "retry_policies": "ExceptionRetryPolicy RetryAction RetryDecision RetryPolicy RetryRule",
    "callbacks": "AsyncCallback SyncCallback",
    "deadlines": "DeadlineAlert DeadlineReference BaseDeadlineReference deadline_reference",
    # Schedules and assets
    "timetables": (
        "CronDataIntervalTimetable=CronInterval CronTriggerTimetable=CronTrigger DeltaDataIntervalTimetable=Interval "
        "OnceTimetable=Once NullTimetable=Never ContinuousTimetable=Continuous EventsTimetable "
        "MultipleCronTriggerTimetable=MultipleCronTrigger DeltaTriggerTimetable=DeltaTrigger"
    ),
    "timetables.custom": "Timetable DagRunInfo DataInterval TimeRestriction",
    "timetables.assets": "AssetOrTimeSchedule AssetTriggeredTimetable",
    "timetables.partitions": "CronPartitionTimetable PartitionedAssetTimetable PartitionedAtRuntime",
    "partitions": (
        "AllowedKeyMapper ChainMapper DayWindow FanOutMapper FixedKeyMapper HourWindow IdentityMapper MinimumCount "
        "MonthWindow PartitionMapper ProductMapper QuarterWindow RollupMapper SegmentWindow StartOfDayMapper "
        "StartOfHourMapper StartOfMonthMapper StartOfQuarterMapper StartOfWeekMapper StartOfYearMapper WaitForAll "
        "WaitPolicy WeekWindow Window YearWindow"
    ),
    "assets": (
        "Asset AssetAlias AssetAll AssetAny AssetWatcher AssetAccessControl Metadata Dataset Model "
        "AssetReference BaseAsset"
    ),
    "asset_definitions": "asset",
    "asset_events": "AssetEvent",
    "state_stores": (
        "NEVER_EXPIRE TaskStateStoreAccessor=TaskStateStore AssetStateStoreAccessor=AssetStateStore "
        "AssetStateStoreAccessors=AssetStateStores"
    ),
    "macros": (
        "macros.ds_add=ds_add macros.ds_format=ds_format macros.ds_format_locale=ds_format_locale "
        "macros.datetime_diff_for_humans=datetime_diff_for_humans macros.json=json macros.random=random "
        "macros.time=time macros.uuid=uuid macros.datetime=datetime macros.timedelta=timedelta "
        "macros.dateutil=dateutil macros.yaml=yaml"
    ),
    # Only DAG files written for Airflow use these
    "airflow_compat.calling": (
        "determine_kwargs KeywordParameters context_to_airflow_vars context_merge import_string qualname "
        "iter_namespace cached_property cache is_async_callable"
    ),
    "airflow_compat.collections": (
        "lists.as_flattened_list=as_flattened_list lists.chunks=chunks lists.reduce_in_chunks=reduce_in_chunks "
        "lists.as_tuple=as_tuple lists.merge_dicts=merge_dicts lists.prune_dict=prune_dict lists.partition=partition "
        "lists.exactly_one=exactly_one lists.at_most_one=at_most_one lists.is_container=is_container"
    ),
    "airflow_compat.dag_model": "DagModel",
    "airflow_compat.databases": (
        "PostgresHook MySqlHook SqliteHook MsSqlHook PostgresOperator MySqlOperator SqliteOperator MsSqlOperator"
    ),
    "airflow_compat.dates": (
        "dates.days_ago=days_ago dates.cron_presets=cron_presets dates.date_range=date_range "
        "dates.round_time=round_time dates.infer_time_unit=infer_time_unit dates.scale_time_units=scale_time_units "
        "dates.parse_execution_date=parse_execution_date"
    ),
    "airflow_compat.errors": (
        "AirflowBadRequest AirflowNotFoundException AirflowTaskTimeout AirflowTaskTerminated "
        "AirflowInternalRuntimeError AirflowOptionalProviderFeatureException AirflowProviderDeprecationWarning "
        "RemovedInAirflow3Warning RemovedInAirflow4Warning AirflowClusterPolicyError AirflowClusterPolicyViolation "
        "AirflowClusterPolicySkipDag ConnectionNotUnique DagNotFound DagRunNotFound DagRunAlreadyExists PoolNotFound "
        "TaskNotFound TaskInstanceNotFound ParamValidationError XComNotFound TaskDeferralError TaskDeferralTimeout "
        "SerializationError UnmappableOperator AirflowDagInconsistent AirflowDagDuplicatedIdException "
        "TaskAlreadyInTaskGroup DagRunTriggerException DownstreamTasksSkipped FailStopDagInvalidTriggerRule "
        "BackfillUnfinished"
    ),
    "airflow_compat.examples": "subdag",
    "airflow_compat.files": "TemporaryDirectory mkdirs open_maybe_zipped getuser get_hostname execute_in_subprocess",
    "airflow_compat.lineage": (
        "get_hook_lineage_collector HookLineage HookLineageCollector NoOpCollector send_sql_hook_lineage "
        "prepare_lineage apply_lineage "
        "require_openlineage_version unchanged_properties"
    ),
    "airflow_compat.logs": "LoggingMixin mask_secret redact Stats",
    "airflow_compat.mail": "send_email build_mime_message get_email_address_list",
    "airflow_compat.models": (
        "DagRun DagTag DagBag XCom BaseXCom Log SlaMiss Pool ImportError=ParseImportError TaskFail "
        "TaskReschedule RenderedTaskInstanceFields SerializedDagModel BaseJob Job DagPickle TaskMap AssetModel "
        "Trigger Base User DagCode DagWarning LazyXComAccess provide_session create_session "
        "create_global_lock clear_task_instances all_tables"
    ),
    "airflow_compat.moments": (
        "timezone.utc=utc timezone.UTC=utc timezone.utcnow=utcnow timezone.utc_epoch=utc_epoch "
        "timezone.datetime=aware_datetime timezone.parse=parse timezone.is_localized=is_localized "
        "timezone.is_naive=is_naive timezone.make_aware=make_aware timezone.make_naive=make_naive "
        "timezone.convert_to_utc=convert_to_utc timezone.coerce_datetime=coerce_datetime timezone.td_format=td_format "
        "timezone.parse_timezone=parse_timezone timezone.local_timezone=local_timezone "
        "timezone.from_timestamp=from_timestamp timezone.initialize=initialize timezone.DateTime=DateTime "
        "timezone.Timezone=Timezone timezone.FixedTimezone=FixedTimezone "
    ),
    "airflow_compat.operator_parts": (
        "AbstractOperator BaseOperatorLink XComOperatorLink PriorityWeightStrategy DagStateChangeCallback "
        "TaskStateChangeCallback get_parsing_context ResumableJobMixin "
        "SkipMixin BranchMixIn"
    ),
    "airflow_compat.options": (
        "options.get=get options.getboolean=getboolean options.getint=getint options.getfloat=getfloat "
        "options.getimport=getimport options.has_option=has_option options.set=set_option "
        "options.getsection=getsection options.as_dict=as_dict options.load_test_config=load_test_config "
        "options.AIRFLOW_HOME=AIRFLOW_HOME options.get_airflow_home=get_airflow_home "
        "options.get_airflow_config=get_airflow_config"
    ),
    "airflow_compat.plugins": "AirflowPlugin hookimpl",
    "airflow_compat.requests": "trigger_dag",
    "airflow_compat.secret_backends": "BaseSecretsBackend",
    "airflow_compat.settings": (
        "settings.TIMEZONE=TIMEZONE settings.DAGS_FOLDER=DAGS_FOLDER settings.PLUGINS_FOLDER=PLUGINS_FOLDER "
        "settings.AIRFLOW_HOME=AIRFLOW_HOME settings.Session=Session settings.SASession=Session settings.engine=engine "
        "settings.configure_orm=configure_orm settings.initialize=initialize settings.json=json "
        "settings.SQL_ALCHEMY_CONN=SQL_ALCHEMY_CONN settings.conf=conf settings.LOGGING_LEVEL=LOGGING_LEVEL "
        "settings.STORE_SERIALIZED_DAGS=STORE_SERIALIZED_DAGS"
    ),
    "airflow_compat.store_paths": "ObjectStoragePath attach",
    "airflow_compat.texts": (
        "texts.validate_key=validate_key texts.validate_group_key=validate_group_key to_boolean get_random_string "
        "ID_LEN texts.parse_template_string=parse_template_string texts.render_template=render_template "
        "texts.render_template_to_string=render_template_to_string "
        "texts.render_template_as_native=render_template_as_native texts.convert_camel_to_snake=convert_camel_to_snake"
    ),
    "airflow_compat.timeouts": "timeout",
    "airflow_compat.types": (
        "Logger RuntimeTaskInstanceProtocol ProvidersManager get_async_connection get_attr_renderer "
        "Literal Protocol TypedDict"
    ),
    "airflow_compat.values": (
        "State WeightRule apply_defaults NOTSET ArgNotSet is_arg_set SET_DURING_EXECUTION XCOM_RETURN_KEY "
        "WeekDay TaskInstanceKey AIRFLOW_VAR_NAME_FORMAT_MAPPING"
    ),
    "airflow_compat.yaml": "yaml.safe_load=safe_load yaml.dump=dump yaml.load=load yaml.YAMLError=YAMLError",
    "airflow_compat.version": "__version__ version AIRFLOW_V_3_0_PLUS AIRFLOW_V_3_1_PLUS AIRFLOW_V_3_2_PLUS",
}
