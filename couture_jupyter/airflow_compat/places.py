"""The folders of an Airflow installation, around the DAG file that is read: DAGs, plugins, includes, home."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

_dags_folder: list[Path] = []


def enter(dags_folder: Path) -> None:
    """From now on ``dags_folder`` is the one; what lies in and beside it can be imported, as in Airflow.

    That is: its own modules, those of its ``plugins`` and of the ``plugins`` beside it, and ``include`` beside it. What
    lies beside it comes last on the import path, so that no file there takes the name of an installed module. Nothing
    beside it counts where everybody may add to the folder around it, as on a Hub: that would be other people's code.
    """
    _dags_folder[:] = [dags_folder]
    for folder in plugin_folders():
        _append(folder)
    beside = dags_folder.parent
    if ((beside / "include").is_dir() or (beside / "plugins").is_dir()) and not everybody_adds_to(beside):
        _append(beside)


def dags_folder() -> Path:
    """The DAG folder; Airflow's own default where no DAG file was read."""
    return _dags_folder[0] if _dags_folder else airflow_home() / "dags"


def airflow_home() -> Path:
    """``AIRFLOW_HOME``; the folder around the DAG folder when it is not set."""
    given = os.environ.get("AIRFLOW_HOME")
    if given:
        return Path(given)
    return _dags_folder[0].parent if _dags_folder else Path.home() / "airflow"


def plugin_folders() -> list[Path]:
    """Where plugins are: in the DAG folder and beside it."""
    given = os.environ.get("AIRFLOW__CORE__PLUGINS_FOLDER")
    folders = [Path(given)] if given else []
    if _dags_folder:
        beside = _dags_folder[0].parent
        folders += [_dags_folder[0] / "plugins", *([] if everybody_adds_to(beside) else [beside / "plugins"])]
    return [folder for folder in dict.fromkeys(folders) if folder.is_dir()]


def everybody_adds_to(folder: Path) -> bool:
    """Whether it is as ``/tmp``: others may write, and what they write is theirs."""
    try:
        mode = folder.stat().st_mode
    except OSError:
        return True
    return bool(mode & stat.S_ISVTX and mode & (stat.S_IWGRP | stat.S_IWOTH))


def _append(folder: Path) -> None:
    if str(folder) not in sys.path:
        sys.path.append(str(folder))
