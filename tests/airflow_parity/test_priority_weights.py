"""How heavy a task is when there is less room than work."""

from __future__ import annotations

from typing import Any

import pytest

from couture_jupyter import DAG, EmptyOperator
from couture_jupyter.airflow_compat.operator_parts import PriorityWeightStrategy
from couture_jupyter.exceptions import DagError
from couture_jupyter.serialization.serialize import effective_weights


class Decreasing(PriorityWeightStrategy):
    """The first try is the heaviest."""

    def get_weight(self, ti: Any) -> int:
        return max(3 - ti.try_number + 1, 1)


def test_a_strategy_of_ones_own_says_the_weight() -> None:
    """``weight_rule`` may be an object with ``get_weight``; here the weight of the first try is that of all tries."""
    with DAG("demo") as dag:
        EmptyOperator(task_id="a", weight_rule=Decreasing(), priority_weight=7) >> EmptyOperator(task_id="b")
    assert effective_weights(dag) == {"a": 3, "b": 1}


def test_a_strategy_may_be_named_by_its_dotted_path() -> None:
    """As plugins register them in Airflow; a path that leads nowhere is an error that names it."""
    path = f"{Decreasing.__module__}.Decreasing"
    with DAG("demo") as dag:
        EmptyOperator(task_id="a", weight_rule=path)
        with pytest.raises(DagError, match=r'The weight rule of task "b", "no\.such\.Strategy", cannot be imported'):
            EmptyOperator(task_id="b", weight_rule="no.such.Strategy")
    assert effective_weights(dag)["a"] == 3
