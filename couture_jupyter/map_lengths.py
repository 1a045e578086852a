"""How long what a task pushed is, when other tasks are mapped over it: all that the engine needs to know of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from couture_jupyter.configuration import conf
from couture_jupyter.exceptions import TaskError
from couture_jupyter.xcom import RETURN_KEY

if TYPE_CHECKING:
    from couture_jupyter.operators.base import BaseOperator

LONGEST = 1024  # as in Airflow, where the option is [core] max_map_length


def length_for_mapping(operator: BaseOperator, map_index: int, key: str, value: Any) -> dict[str, int]:
    """The length under its key; nothing where no task is mapped over it.

    Raises:
        TaskError: a task is to be mapped over the value, and it cannot be, or it is too long.
    """
    dag = operator.dag
    if dag is None or key not in dag.sized_keys().get(operator.task_id, ()):
        return {}
    if map_index >= 0:
        return {} if value is None else {key: 1}  # a task that is mapped over this counts the instances that pushed
    what = f'what the task "{operator.task_id}" {"returned" if key == RETURN_KEY else f"pushed as {key!r}"}'
    if value is None:
        raise TaskError(f"A task is mapped over {what}, but that is nothing. An empty list means no instances.")
    if not isinstance(value, Sequence | Mapping) or isinstance(value, str | bytes | bytearray):
        raise TaskError(f"A task is mapped over {what}: it must be a list or a dict, not a {type(value).__name__}.")
    longest = conf.getint("core", "max_map_length", fallback=LONGEST)
    if len(value) > longest:
        raise TaskError(
            f"A task is mapped over {what}: {len(value):,} items are more than {longest:,}. "
            "AIRFLOW__CORE__MAX_MAP_LENGTH sets another limit."
        )
    return {key: len(value)}
