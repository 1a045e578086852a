"""The functions of ``airflow.configuration`` beside ``conf``: Airflow 1's way to read options."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from couture_jupyter.configuration import conf

AIRFLOW_HOME = os.environ.get("AIRFLOW_HOME") or str(Path.home() / "airflow")

get = conf.get
getboolean = conf.getboolean
getint = conf.getint
getfloat = conf.getfloat
has_option = conf.has_option
getsection = conf.getsection
as_dict = conf.as_dict
set_option = conf.set


def get_airflow_home() -> str:
    """The folder that Airflow would call its home."""
    return AIRFLOW_HOME


def get_airflow_config(airflow_home: str | None = None) -> str:
    """Where Airflow would keep its options. There is no such file here: options come from the environment."""
    return os.environ.get("AIRFLOW_CONFIG") or str(Path(airflow_home or AIRFLOW_HOME) / "airflow.cfg")


def load_test_config() -> None:
    """Airflow reads other options for its own tests; there are none here."""


def getimport(section: str, key: str, **kwargs: Any) -> Any:
    """What an option names, imported."""
    return conf.getimport(section, key, **kwargs)
