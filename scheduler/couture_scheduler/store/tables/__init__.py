"""The tables, one noun a file. Importing this package makes all of them known to ``metadata``."""

from couture_scheduler.store.tables.arrival import arrival
from couture_scheduler.store.tables.cell_run import cell_run
from couture_scheduler.store.tables.connection import connection
from couture_scheduler.store.tables.dag import dag, dag_tag
from couture_scheduler.store.tables.dag_file import dag_file, import_error
from couture_scheduler.store.tables.dag_run import dag_run
from couture_scheduler.store.tables.dag_version import dag_version
from couture_scheduler.store.tables.event_log import event_log
from couture_scheduler.store.tables.held_kernel import held_kernel
from couture_scheduler.store.tables.job import job
from couture_scheduler.store.tables.lease import lease
from couture_scheduler.store.tables.metadata import metadata
from couture_scheduler.store.tables.missed_run import missed_run
from couture_scheduler.store.tables.notebook_schedule import notebook_schedule
from couture_scheduler.store.tables.notification import notification
from couture_scheduler.store.tables.pool import pool
from couture_scheduler.store.tables.recorded_value import recorded_value
from couture_scheduler.store.tables.task_instance import task_instance
from couture_scheduler.store.tables.task_try import task_try
from couture_scheduler.store.tables.trigger_token import trigger_token
from couture_scheduler.store.tables.variable import variable
from couture_scheduler.store.tables.xcom import xcom

__all__ = [
    "arrival",
    "cell_run",
    "connection",
    "dag",
    "dag_file",
    "dag_run",
    "dag_tag",
    "dag_version",
    "event_log",
    "held_kernel",
    "import_error",
    "job",
    "lease",
    "metadata",
    "missed_run",
    "notebook_schedule",
    "notification",
    "pool",
    "recorded_value",
    "task_instance",
    "task_try",
    "trigger_token",
    "variable",
    "xcom",
]
