"""Extra links of tasks: addresses that an operator says for people, such as the page of a job that it started.

They are worked out where the task ran, since only there are the operator and what it knows, and left as XComs under
``_link_<class>``, as in Airflow 3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from couture_jupyter.airflow_compat.values import TaskInstanceKey

if TYPE_CHECKING:
    from couture_jupyter.context import Context
    from couture_jupyter.operators.base import BaseOperator


def links_of(operator: BaseOperator) -> list[Any]:
    """The links that the operator's class has; what is no link of the kind that Airflow documents is left out."""
    found = getattr(operator, "operator_extra_links", None) or ()
    return [link for link in found if isinstance(getattr(link, "name", None), str) and hasattr(link, "xcom_key")]


def leave_link(link: Any, operator: BaseOperator, context: Context) -> None:
    """Work one link out and push it."""
    ti = context["ti"]
    key = TaskInstanceKey(ti.dag_id, ti.task_id, ti.run_id, try_number=ti.try_number, map_index=ti.map_index)
    address = link.get_link(operator, ti_key=key)
    if address:
        ti.xcom_push(link.xcom_key, str(address))
