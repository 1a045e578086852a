"""What all operators have in common."""

from datetime import timedelta

import pytest

from couture_jupyter import DAG, BaseOperator, BashOperator, EmptyOperator, PythonOperator
from couture_jupyter.exceptions import DagError
from couture_jupyter.operators.base_arguments import BASE_ARGUMENTS


class Greet(BaseOperator):
    """An operator as people write them."""

    template_fields = ("name",)

    def __init__(self, name: str, excited: bool = False, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.name = name
        self.excited = excited

    def execute(self, context):
        return f"Hello {self.name}{'!' if self.excited else ''}"


class GreetFinland(Greet):
    """A level more."""

    def __init__(self, **kwargs) -> None:
        super().__init__(name="Finland", **kwargs)


def test_every_common_argument_is_an_attribute():
    task = EmptyOperator(task_id="a")
    missing = set(BASE_ARGUMENTS) - {"pre_execute", "post_execute"} - set(vars(task)) - {"dag"}
    assert not missing


def test_an_unknown_argument_is_named_with_its_nearest():
    with pytest.raises(
        DagError, match=r'BashOperator "a" has no argument "bash_comand". Did you mean "bash_command"\?'
    ):
        BashOperator(task_id="a", bash_command="true", bash_comand="true")
    with pytest.raises(DagError, match=r'Greet "a" has no argument "exited". Did you mean "excited"\?'):
        Greet(task_id="a", name="x", exited=True)


def test_a_missing_argument_is_named():
    with pytest.raises(DagError, match='BashOperator "a" needs the argument "bash_command"'):
        BashOperator(task_id="a")
    with pytest.raises(DagError, match='EmptyOperator needs the argument "task_id"'):
        EmptyOperator()


def test_positional_arguments_are_refused():
    with pytest.raises(DagError, match="use keyword arguments"):
        EmptyOperator("a")


def test_an_operator_that_forgets_its_base_is_told():
    class Forgetful(BaseOperator):
        def __init__(self, **kwargs) -> None:
            pass

    with pytest.raises(DagError, match="does not call super"):
        Forgetful(task_id="a")


def test_default_args_reach_every_level():
    with DAG("demo", default_args={"excited": True, "retries": 2, "name": "ignored where it is given"}):
        plain, finland = Greet(task_id="a"), GreetFinland(task_id="b")
    assert (plain.name, plain.excited) == ("ignored where it is given", True)
    assert (finland.name, finland.excited, finland.retries) == ("Finland", True, 2)


@pytest.mark.parametrize(
    "arguments",
    [
        {"retries": -1},
        {"retries": "often"},
        {"retry_delay": "soon"},
        {"trigger_rule": "sometimes"},
        {"weight_rule": "heavy"},
        {"pool_slots": 0},
        {"priority_weight": "high"},
        {"start_date": "soon"},
    ],
)
def test_a_value_that_means_nothing_is_refused(arguments):
    with pytest.raises(DagError, match=next(iter(arguments)).replace("_", "[_ ]")):
        EmptyOperator(task_id="a", **arguments)


def test_durations_are_seconds_or_timedeltas():
    task = EmptyOperator(task_id="a", retry_delay=60, execution_timeout=timedelta(minutes=2))
    assert (task.retry_delay, task.execution_timeout) == (timedelta(seconds=60), timedelta(seconds=120))


def test_earlier_names_are_understood():
    task = EmptyOperator(task_id="a", task_concurrency=4, xcom_push=False)
    assert (vars(task)["max_active_tis_per_dag"], task.do_xcom_push) == (4, False)


@pytest.mark.parametrize("task_id", ["", "a b", "a/b", 5])
def test_a_bad_task_id_is_refused(task_id):
    with pytest.raises(DagError):
        EmptyOperator(task_id=task_id)


def test_a_task_whose_output_is_an_argument_comes_first():
    with DAG("demo"):
        first = PythonOperator(task_id="first", python_callable=dict)
        second = Greet(task_id="second", name=first.output["name"])
        BashOperator(task_id="third", bash_command="echo", env={"x": second.output})
    assert first.downstream_task_ids == {"second"}
    assert second.downstream_task_ids == {"third"}
