"""The tables, one noun a file. Importing this package makes all of them known to ``metadata``."""

from couture_scheduler.store.tables.account import (
    account,
    account_role,
    dag_access,
    role,
    role_dag,
    role_permission,
)
from couture_scheduler.store.tables.arrival import arrival
from couture_scheduler.store.tables.asset import (
    asset,
    asset_alias,
    asset_alias_asset,
    asset_event,
    asset_use,
    asset_wait,
    dag_run_asset_event,
)
from couture_scheduler.store.tables.audit_seal import audit_seal
from couture_scheduler.store.tables.backfill import backfill, backfill_day
from couture_scheduler.store.tables.callback import callback
from couture_scheduler.store.tables.cell_run import cell_run
from couture_scheduler.store.tables.code_brick import code_brick, code_brick_version
from couture_scheduler.store.tables.connection import connection
from couture_scheduler.store.tables.dag import dag, dag_favorite, dag_tag
from couture_scheduler.store.tables.dag_file import dag_file, import_error
from couture_scheduler.store.tables.dag_run import dag_run
from couture_scheduler.store.tables.dag_version import dag_version
from couture_scheduler.store.tables.deadline import deadline
from couture_scheduler.store.tables.event_log import event_log
from couture_scheduler.store.tables.held_kernel import held_kernel
from couture_scheduler.store.tables.human_input import human_input
from couture_scheduler.store.tables.job import job
from couture_scheduler.store.tables.lease import lease
from couture_scheduler.store.tables.login_settings import login_settings
from couture_scheduler.store.tables.metadata import metadata
from couture_scheduler.store.tables.missed_run import missed_run
from couture_scheduler.store.tables.notebook_schedule import notebook_schedule
from couture_scheduler.store.tables.notification import notification
from couture_scheduler.store.tables.pool import pool
from couture_scheduler.store.tables.recorded_value import recorded_value
from couture_scheduler.store.tables.rendered_fields import rendered_fields
from couture_scheduler.store.tables.sla_miss import sla_miss
from couture_scheduler.store.tables.state_store import asset_state_store, task_state_store
from couture_scheduler.store.tables.task_instance import task_instance
from couture_scheduler.store.tables.task_try import task_try
from couture_scheduler.store.tables.trigger import trigger
from couture_scheduler.store.tables.trigger_token import trigger_token
from couture_scheduler.store.tables.variable import variable
from couture_scheduler.store.tables.xcom import xcom

__all__ = [
    "account",
    "account_role",
    "arrival",
    "asset",
    "asset_alias",
    "asset_alias_asset",
    "asset_event",
    "asset_state_store",
    "asset_use",
    "asset_wait",
    "audit_seal",
    "backfill",
    "backfill_day",
    "callback",
    "cell_run",
    "code_brick",
    "code_brick_version",
    "connection",
    "dag",
    "dag_access",
    "dag_favorite",
    "dag_file",
    "dag_run",
    "dag_run_asset_event",
    "dag_tag",
    "dag_version",
    "deadline",
    "event_log",
    "held_kernel",
    "human_input",
    "import_error",
    "job",
    "lease",
    "login_settings",
    "metadata",
    "missed_run",
    "notebook_schedule",
    "notification",
    "pool",
    "recorded_value",
    "rendered_fields",
    "role",
    "role_dag",
    "role_permission",
    "sla_miss",
    "task_instance",
    "task_state_store",
    "task_try",
    "trigger",
    "trigger_token",
    "variable",
    "xcom",
]
