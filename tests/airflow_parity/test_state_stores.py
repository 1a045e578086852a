"""State stores, by the pages "Task state store" and "Asset state store" of Airflow 3.3's documentation, in
``dag.test()``. What outlives tries and runs is in ``test_example_dags.py``: an engine runs Airflow's examples."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from couture_jupyter import DAG, task
from couture_jupyter.assets import Asset, AssetAlias
from couture_jupyter.serialization.load import load_dag_file
from couture_jupyter.state_stores import MAX_BYTES, NEVER_EXPIRE, StateStoreError

Read = Callable[[str], DAG]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """The DAG of a file with this source."""

    def read(source: str) -> DAG:
        file = tmp_path / "file.py"
        file.write_text(textwrap.dedent(source))
        (dag,) = load_dag_file(file).dags.values()
        return dag

    return read


def test_a_task_keeps_values_and_forgets_them(read: Read) -> None:
    """``get`` with a default, ``set`` with a retention, ``delete``, ``clear``; what is not there may be deleted."""
    dag = read(
        """
        from datetime import timedelta
        from airflow.sdk import DAG, task
        from airflow.sdk.execution_time.context import NEVER_EXPIRE
        with DAG("d"):
            @task
            def keep(task_state_store=None):
                seen = [task_state_store.get("job"), task_state_store.get("job", "none")]
                task_state_store.set("job", {"id": 7}, retention=NEVER_EXPIRE)
                task_state_store.set("at", 3, retention=timedelta(hours=6))
                task_state_store.set("job", {"id": 8, "parts": [1, 2]})
                seen += [task_state_store.get("job"), task_state_store.get("at")]
                task_state_store.delete("job")
                task_state_store.delete("job")
                seen.append(task_state_store.get("job"))
                task_state_store.clear()
                return [*seen, task_state_store.get("at")]
            keep()
        """
    )
    run = dag.test()
    assert run.xcom_pull("keep") == [None, "none", {"id": 8, "parts": [1, 2]}, 3, None, None]


def test_each_instance_of_a_mapped_task_has_its_own() -> None:
    """And no task sees another's."""
    with DAG("d") as dag:

        @task
        def keep(each: int, task_state_store: Any = None) -> Any:
            before = task_state_store.get("each")
            task_state_store.set("each", each)
            return [before, task_state_store.get("each")]

        @task(trigger_rule="all_done")
        def look(task_state_store: Any = None) -> Any:
            return task_state_store.get("each", "mine is empty")

        keep.expand(each=[1, 2]) >> look()
    run = dag.test()
    assert run.xcom_pull("keep") == [[None, 1], [None, 2]]
    assert run.xcom_pull("look") == "mine is empty"


def test_coroutines_await_the_same_methods() -> None:
    """``aget``, ``aset``, ``adelete``, ``aclear``, of both stores."""
    orders = Asset("orders")
    with DAG("d") as dag:

        @task(outlets=[orders])
        async def keep(task_state_store: Any = None, asset_state_store: Any = None) -> Any:
            seen = []
            for store in (task_state_store, asset_state_store, asset_state_store[orders]):
                await store.aset("a", 1)
                await store.aset("b", 2)
                await store.adelete("a")
                seen.append([await store.aget("a", default=0), await store.aget("b")])
                await store.aclear()
                seen.append(await store.aget("b"))
            return seen

        keep()
    assert dag.test().xcom_pull("keep") == [[0, 2], None] * 3


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (None, "cannot be None: delete it instead"),
        (datetime(2026, 3, 4), "no plain JSON"),
        (float("nan"), "no plain JSON"),
        ({1: "one"}, "would not be read again"),
        ("x" * (MAX_BYTES + 1), "too large: 1,000,003 bytes"),
    ],
)
def test_only_json_of_some_size_is_kept(value: Any, sentence: str) -> None:
    """``None`` is no value, a datetime none either, and there is a limit, as for XComs."""
    with DAG("d") as dag:

        @task
        def keep(task_state_store: Any = None) -> None:
            task_state_store.set("k", value)

        keep()
    error = dag.test().task_instances[0].error
    assert isinstance(error, StateStoreError)
    assert isinstance(error, ValueError)
    assert sentence in str(error)


@pytest.mark.parametrize("key", ["", "k" * 513, 3])
def test_keys_are_texts_of_some_length(key: Any) -> None:
    """One to 512 characters."""
    with DAG("d") as dag:

        @task
        def keep(task_state_store: Any = None) -> None:
            task_state_store.set(key, 1)

        keep()
    assert "is a text of 1 to 512 characters" in str(dag.test().task_instances[0].error)


def test_a_retention_is_a_timedelta() -> None:
    """A number says nothing of its unit; a moment beyond the calendar is none."""
    with DAG("d") as dag:

        @task
        def keep(task_state_store: Any = None) -> Any:
            told = []
            for retention in (30, timedelta(days=999_999_998)):
                try:
                    task_state_store.set("k", 1, retention=retention)
                except StateStoreError as error:
                    told.append(str(error))
            task_state_store.set("k", 1, retention=NEVER_EXPIRE)
            return told

        keep()
    number, far = dag.test().xcom_pull("keep")
    assert "a timedelta or NEVER_EXPIRE, not 30" in number
    assert "is no date" in far


def test_the_state_of_an_asset_is_seen_by_all_tasks_that_name_it(read: Read) -> None:
    """By the asset or a reference to it, among inlets or outlets; each asset has its own."""
    dag = read(
        """
        from airflow.sdk import DAG, Asset, task
        orders, other = Asset("orders", uri="s3://orders"), Asset("other")
        with DAG("d"):
            @task(inlets=[orders, other], outlets=[orders])
            def load(asset_state_store=None):
                asset_state_store[orders].set("watermark", "2026-03-04")
                asset_state_store[other].set("watermark", "never")
            @task(inlets=[Asset.ref(name="orders")])
            def by_name(asset_state_store=None):
                return asset_state_store.get("watermark")
            @task(inlets=[Asset.ref(uri="s3://orders")])
            def by_uri(asset_state_store=None):
                return asset_state_store[Asset.ref(uri="s3://orders")].get("watermark")
            load() >> [by_name(), by_uri()]
        """
    )
    run = dag.test()
    assert run.xcom_pull(["by_name", "by_uri"]) == ["2026-03-04", "2026-03-04"]


def test_an_alias_among_the_inlets_stands_for_what_was_updated_under_it() -> None:
    """Among the outlets it is no place for state."""
    orders, many = Asset("orders"), AssetAlias("many")
    with DAG("d") as dag:

        @task(outlets=[many])
        def load(outlet_events: Any = None, asset_state_store: Any = None) -> Any:
            outlet_events[many].add(orders)
            try:
                asset_state_store.set("rows", 1)
            except StateStoreError as error:
                return str(error)

        @task(inlets=[many])
        def look(asset_state_store: Any = None) -> Any:
            asset_state_store[orders].set("rows", 7)
            return asset_state_store.get("rows")

        load() >> look()
    run = dag.test()
    assert "This task has 0 assets" in run.xcom_pull("load")
    assert run.xcom_pull("look") == 7


def test_an_asset_that_the_task_does_not_name_is_refused() -> None:
    """So is one store for several assets; a task without assets has none."""
    orders, other = Asset("orders"), Asset("other")
    with DAG("d") as dag:

        @task(inlets=[orders, other])
        def load(asset_state_store: Any = None) -> Any:
            told = []
            for ask in (
                lambda: asset_state_store[Asset("strange")],
                lambda: asset_state_store["orders"],
                lambda: asset_state_store.get("rows"),
            ):
                try:
                    ask()
                except (KeyError, TypeError, ValueError) as error:
                    told.append(f"{type(error).__name__}: {error}")
            return told

        @task
        def without(asset_state_store: Any = None) -> Any:
            return asset_state_store is None

        load()
        without()
    run = dag.test()
    strange, text, several = run.xcom_pull("load")
    assert strange.startswith("KeyError")
    assert "not among the inlets and outlets" in strange
    assert text == "TypeError: State is kept by asset, not by str 'orders'."
    assert "This task has 2 assets among its inlets and outlets" in several
    assert run.xcom_pull("without") is True


def test_templates_read_the_store() -> None:
    """It is in the context like everything else."""
    with DAG("d") as dag:

        @task.bash
        def say(task_state_store: Any = None) -> str:
            task_state_store.set("word", "hei")
            return "echo {{ task_state_store.get('word') }}"

        say()
    assert dag.test().xcom_pull("say") == "hei"


@pytest.mark.parametrize(
    ("status", "calls"),
    [
        ("RUNNING", ["status", "poll", "result"]),
        ("SUCCEEDED", ["status", "result"]),
        ("FAILED", ["status", "submit", "poll", "result"]),
    ],
)
def test_a_job_of_an_earlier_try_is_found_again(read: Read, status: str, calls: list[str]) -> None:
    """``ResumableJobMixin``: one that runs is waited for, one that has succeeded is not, one that failed is started
    again; ``durable=False`` starts its own."""
    dag = read(
        f"""
        from airflow.sdk import BaseOperator, DAG, ResumableJobMixin
        class Job(ResumableJobMixin, BaseOperator):
            external_id_key = "job"
            def execute(self, context):
                self.calls = []
                context["task_state_store"].set("job", "earlier")
                return [self.execute_resumable(context), self.calls, context["task_state_store"].get("job")]
            def submit_job(self, context):
                self.calls.append("submit")
                return "own"
            def get_job_status(self, external_id, context):
                self.calls.append("status")
                return {status!r}
            def is_job_active(self, status): return status == "RUNNING"
            def is_job_succeeded(self, status): return status == "SUCCEEDED"
            def poll_until_complete(self, external_id, context): self.calls.append("poll")
            def get_job_result(self, external_id, context):
                self.calls.append("result")
                return external_id
        with DAG("d"):
            Job(task_id="resumed")
            Job(task_id="fresh", durable=False)
        """
    )
    run = dag.test()
    own = "own" if "submit" in calls else "earlier"
    assert run.xcom_pull("resumed") == [own, calls, own]
    assert run.xcom_pull("fresh") == ["own", ["submit", "poll", "result"], "earlier"]
