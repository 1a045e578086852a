"""The tables, one noun a file. Importing this package makes all of them known to ``metadata``."""

from couture_scheduler.store.tables.dag import dag, dag_tag
from couture_scheduler.store.tables.dag_file import dag_file, import_error
from couture_scheduler.store.tables.dag_run import dag_run
from couture_scheduler.store.tables.dag_version import dag_version
from couture_scheduler.store.tables.event_log import event_log
from couture_scheduler.store.tables.job import job
from couture_scheduler.store.tables.lease import lease
from couture_scheduler.store.tables.metadata import metadata
from couture_scheduler.store.tables.missed_run import missed_run
from couture_scheduler.store.tables.notebook_schedule import notebook_schedule
from couture_scheduler.store.tables.pool import pool
from couture_scheduler.store.tables.task_instance import task_instance
from couture_scheduler.store.tables.task_try import task_try
from couture_scheduler.store.tables.xcom import xcom

__all__ = [
    "dag",
    "dag_file",
    "dag_run",
    "dag_tag",
    "dag_version",
    "event_log",
    "import_error",
    "job",
    "lease",
    "metadata",
    "missed_run",
    "notebook_schedule",
    "pool",
    "task_instance",
    "task_try",
    "xcom",
]
