"""Write a DAG: what a DAG file or a notebook imports.

Names are loaded when they are first used, so that the import itself costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from couture_jupyter.asset_definitions import asset as asset
    from couture_jupyter.assets import Asset as Asset
    from couture_jupyter.assets import AssetAlias as AssetAlias
    from couture_jupyter.assets import AssetAll as AssetAll
    from couture_jupyter.assets import AssetAny as AssetAny
    from couture_jupyter.assets import Metadata as Metadata
    from couture_jupyter.connections import Connection as Connection
    from couture_jupyter.context import get_current_context as get_current_context
    from couture_jupyter.dags import DAG as DAG
    from couture_jupyter.dags import dag as dag
    from couture_jupyter.edges import Label as Label
    from couture_jupyter.edges import chain as chain
    from couture_jupyter.edges import chain_linear as chain_linear
    from couture_jupyter.edges import cross_downstream as cross_downstream
    from couture_jupyter.operators.base import BaseOperator as BaseOperator
    from couture_jupyter.operators.bash import BashOperator as BashOperator
    from couture_jupyter.operators.branch import BaseBranchOperator as BaseBranchOperator
    from couture_jupyter.operators.branch import BranchPythonOperator as BranchPythonOperator
    from couture_jupyter.operators.branch import ShortCircuitOperator as ShortCircuitOperator
    from couture_jupyter.operators.empty import EmptyOperator as EmptyOperator
    from couture_jupyter.operators.notebook import CoutureJupyterOperator as CoutureJupyterOperator
    from couture_jupyter.operators.python import PythonOperator as PythonOperator
    from couture_jupyter.params import Param as Param
    from couture_jupyter.recording import record as record
    from couture_jupyter.setup_teardown import setup as setup
    from couture_jupyter.setup_teardown import teardown as teardown
    from couture_jupyter.task_groups import TaskGroup as TaskGroup
    from couture_jupyter.task_groups import task_group as task_group
    from couture_jupyter.taskflow import task as task
    from couture_jupyter.timetables import AfterDag as AfterDag
    from couture_jupyter.timetables import AssetOrTimeSchedule as AssetOrTimeSchedule
    from couture_jupyter.timetables import Continuous as Continuous
    from couture_jupyter.timetables import CronInterval as CronInterval
    from couture_jupyter.timetables import CronTrigger as CronTrigger
    from couture_jupyter.timetables import DeltaTrigger as DeltaTrigger
    from couture_jupyter.timetables import EventsTimetable as EventsTimetable
    from couture_jupyter.timetables import FileArrival as FileArrival
    from couture_jupyter.timetables import Interval as Interval
    from couture_jupyter.timetables import MultipleCronTrigger as MultipleCronTrigger
    from couture_jupyter.timetables import Never as Never
    from couture_jupyter.timetables import Once as Once
    from couture_jupyter.trigger_rules import TriggerRule as TriggerRule
    from couture_jupyter.variables import Variable as Variable
    from couture_jupyter.version import __version__ as __version__
    from couture_jupyter.xcom_args import XComArg as XComArg

_HOMES = {
    "DAG": "dags",
    "dag": "dags",
    "task": "taskflow",
    "TaskGroup": "task_groups",
    "task_group": "task_groups",
    "setup": "setup_teardown",
    "teardown": "setup_teardown",
    "Label": "edges",
    "Asset": "assets",
    "AssetAlias": "assets",
    "AssetAll": "assets",
    "AssetAny": "assets",
    "Metadata": "assets",
    "asset": "asset_definitions",
    "Param": "params",
    "XComArg": "xcom_args",
    "TriggerRule": "trigger_rules",
    "chain": "edges",
    "chain_linear": "edges",
    "cross_downstream": "edges",
    "get_current_context": "context",
    "Connection": "connections",
    "Variable": "variables",
    "BaseOperator": "operators.base",
    "BashOperator": "operators.bash",
    "BaseBranchOperator": "operators.branch",
    "BranchPythonOperator": "operators.branch",
    "ShortCircuitOperator": "operators.branch",
    "EmptyOperator": "operators.empty",
    "CoutureJupyterOperator": "operators.notebook",
    "PythonOperator": "operators.python",
    "AfterDag": "timetables",
    "AssetOrTimeSchedule": "timetables",
    "Continuous": "timetables",
    "CronInterval": "timetables",
    "CronTrigger": "timetables",
    "DeltaTrigger": "timetables",
    "EventsTimetable": "timetables",
    "FileArrival": "timetables",
    "Interval": "timetables",
    "MultipleCronTrigger": "timetables",
    "Never": "timetables",
    "Once": "timetables",
    "record": "recording",
    "__version__": "version",
}

__all__ = sorted(name for name in _HOMES if not name.startswith("__"))


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'couture_jupyter' has no attribute {name!r}")
    value = getattr(importlib.import_module(f"couture_jupyter.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def load_ipython_extension(shell: Any) -> None:
    """``%load_ext couture_jupyter``: the magics ``%dag``, ``%%dag``, ``%%task`` and ``%%notebook_schedule``."""
    from couture_jupyter import magics

    magics.load_ipython_extension(shell)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
