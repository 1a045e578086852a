"""``airflow.settings``: folders, the time zone, and a database session that no task gets here."""

from __future__ import annotations

import json as json
import logging
from collections.abc import Callable
from typing import Any

from couture_jupyter.airflow_compat.models import NoDatabase
from couture_jupyter.airflow_compat.moments import utc
from couture_jupyter.airflow_compat.places import airflow_home, dags_folder
from couture_jupyter.configuration import conf as conf

TIMEZONE = utc
LOGGING_LEVEL = logging.INFO
STORE_SERIALIZED_DAGS = True
SQL_ALCHEMY_CONN = None
Session = engine = NoDatabase()
_FOLDERS: dict[str, Callable[[], str]] = {
    "DAGS_FOLDER": lambda: str(dags_folder()),
    "PLUGINS_FOLDER": lambda: str(dags_folder().parent / "plugins"),
    "AIRFLOW_HOME": lambda: str(airflow_home()),
}


def configure_orm(*args: Any, **kwargs: Any) -> None:
    """Airflow opens its database here; tasks have none."""


def initialize() -> None:
    """Airflow prepares itself here; there is nothing to do."""


def __getattr__(name: str) -> Any:
    if name not in _FOLDERS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return _FOLDERS[name]()
