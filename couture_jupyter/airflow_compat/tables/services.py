"""What Airflow offers around DAGs: settings, configuration, ``airflow.utils``, plugins, and ``providers.common``."""

from __future__ import annotations

from couture_jupyter.airflow_compat.tables.sdk import CHAINS, EXCEPTIONS, LINEAGE, MODULE_LOADING

_TYPES = "NOTSET ArgNotSet is_arg_set DagRunType"
_VERSIONS = "AIRFLOW_V_3_0_PLUS AIRFLOW_V_3_1_PLUS AIRFLOW_V_3_2_PLUS"
_CALLING = "determine_kwargs KeywordParameters context_to_airflow_vars context_merge is_async_callable"

SERVICES: dict[str, str] = {
    "compat": "",
    "compat.functools": "cached_property cache",
    "configuration": "conf AirflowConfigParser options.* AirflowConfigException",
    "contrib contrib.operators contrib.hooks contrib.sensors contrib.utils": "",
    "contrib.utils.weekday utils.weekday providers.standard.utils.weekday": "WeekDay",
    "io": "attach",
    "io.path": "ObjectStoragePath",
    "plugins_manager": "AirflowPlugin",
    "policies": "hookimpl",
    "secrets secrets.base_secrets": "BaseSecretsBackend",
    "settings": "settings.*",
    "typing_compat": "Literal Protocol TypedDict",
    "utils": "",
    "utils.context": f"Context {_CALLING}",
    "utils.dag_parsing_context": "get_parsing_context",
    "utils.dates": "dates.*",
    "utils.decorators": "apply_defaults",
    "utils.edgemodifier": "Label EdgeModifier",
    "utils.email": "send_email send_email_smtp=send_email build_mime_message get_email_address_list",
    "utils.file": "TemporaryDirectory mkdirs open_maybe_zipped",
    "utils.helpers": f"lists.* texts.* {CHAINS}",
    "utils.log": "",
    "utils.log.logging_mixin": "LoggingMixin",
    "utils.log.secrets_masker": "mask_secret redact",
    "utils.module_loading": MODULE_LOADING,
    "utils.net": "get_hostname",
    "utils.operator_helpers": _CALLING,
    "utils.platform": "getuser",
    "utils.process_utils": "execute_in_subprocess",
    "utils.setup_teardown": "",
    "utils.state": "State TaskInstanceState DagRunState",
    "utils.strings": "to_boolean get_random_string",
    "utils.task_group": "TaskGroup",
    "utils.timeout": "timeout",
    "utils.timezone": "timezone.*",
    "utils.trigger_rule": "TriggerRule",
    "utils.types": _TYPES,
    "utils.weight_rule": "WeightRule",
    "utils.xcom": "XCOM_RETURN_KEY",
    "utils.yaml": "yaml.*",
    "version": "version",
    "cli cli.commands": "",
    "cli.commands.db_command": "all_tables",
    "www": "",
    "www.utils": "get_attr_renderer",
    # Provider packages that are part of Airflow itself, more or less
    "providers": "",
    "providers.common providers.common.compat": "",
    "providers.common.compat.assets": "Asset AssetAlias AssetAll AssetAny Metadata",
    "providers.common.compat.connection": "get_async_connection",
    "providers.common.compat.lineage": "",
    "providers.common.compat.lineage.hook": LINEAGE,
    "providers.common.compat.module_loading": MODULE_LOADING,
    "providers.common.compat.notifier": "BaseNotifier",
    "providers.common.compat.openlineage providers.common.compat.openlineage.utils": "",
    "providers.common.compat.openlineage.utils.spark": (
        "inject_parent_job_information_into_spark_properties=unchanged_properties "
        "inject_transport_information_into_spark_properties=unchanged_properties "
        "inject_parent_job_information_into_glue_arguments=unchanged_properties "
        "inject_transport_information_into_glue_arguments=unchanged_properties "
        "inject_parent_job_information_into_emr_serverless_properties=unchanged_properties "
        "inject_transport_information_into_emr_serverless_properties=unchanged_properties"
    ),
    "providers.common.compat.openlineage.check": "require_openlineage_version",
    "providers.common.compat.sdk": (
        f"{EXCEPTIONS} {_VERSIONS} {MODULE_LOADING} {LINEAGE} {CHAINS} {_CALLING} BaseHook BaseNotifier BaseOperator "
        "BaseOperatorLink BaseSensorOperator BaseBranchOperator BranchMixIn BaseXCom=XCom Connection Context DAG "
        "EdgeModifier Label MappedOperator Metadata ObjectStoragePath Param PokeReturnValue SkipMixin "
        "Stats TaskGroup TaskInstanceKey TaskInstanceState DagRunState TriggerRule Variable WeightRule "
        "XCom XComArg XCOM_RETURN_KEY Asset AssetAlias AssetAll AssetAny BaseSecretsBackend AirflowPlugin conf dag "
        "get_current_context get_parsing_context hookimpl mask_secret poke_mode_only redact "
        "setup task task_group teardown timeout ArgNotSet NOTSET SET_DURING_EXECUTION "
        "AIRFLOW_VAR_NAME_FORMAT_MAPPING RuntimeTaskInstanceProtocol ResumableJobMixin"
    ),
    "providers.common.compat.sdk.timezone": "timezone.*",
    "providers.common.compat.standard": "",
    "providers.common.compat.standard.operators": "PythonOperator ShortCircuitOperator get_current_context",
    "providers.common.compat.standard.triggers": "TimeDeltaTrigger",
    "providers.common.compat.version_compat": _VERSIONS,
    "providers.common.sql providers.common.sql.operators providers.common.sql.sensors providers.common.sql.hooks": "",
    "providers.standard providers.standard.operators providers.standard.sensors providers.standard.triggers": "",
    "providers.standard.hooks providers.standard.utils": "",
    "providers.standard.exceptions": f"{EXCEPTIONS} HITLTriggerEventError HITLTimeoutError HITLRejectException",
    "providers.standard.version_compat": _VERSIONS,
    "providers.standard.utils.skipmixin": "SkipMixin",
    "providers.http providers.http.operators providers.http.hooks providers.http.sensors providers.http.triggers": "",
    "providers.slack.notifications providers.smtp.notifications providers.smtp.operators": "",
    "providers.ssh.operators providers.ssh.hooks": "",
    "providers_manager": "ProvidersManager",
    "security security.utils": "",
}
