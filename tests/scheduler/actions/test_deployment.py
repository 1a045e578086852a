"""The installation and DAGs as a whole: settings, plugins, stats, warnings; XComs written by people."""

from __future__ import annotations

from dataclasses import replace

import pytest
from couture_scheduler.actions import dag_stats, dags, deployment, runs, xcoms
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.errors import ConflictError, InvalidInputError, NotFoundError
from couture_scheduler.store import dag_files, event_logs
from couture_scheduler.store import dags as stored_dags
from couture_scheduler.store.dag_files import DagFileRecord
from couture_scheduler.store.event_logs import EventFilter
from couture_scheduler.store.xcom_listing import XComFilter

from couture_jupyter.serialization import DagSpec, TaskSpec
from couture_jupyter.states import DagRunState

PLUGIN = """
from airflow.plugins_manager import AirflowPlugin
from helpers import HelloOperator

raise RuntimeError("never run")


class Ours(AirflowPlugin):
    name = "ours"
    operators = [HelloOperator]
    macros = []
"""


def test_settings_are_shown_only_where_that_is_allowed_and_never_a_secret(ctx: ActionContext) -> None:
    with pytest.raises(NotFoundError, match="expose_config"):
        deployment.configuration(ctx)
    settings = replace(ctx.settings, expose_config=True, smtp_password="s3cret")
    shown = deployment.configuration(replace(ctx, settings=settings))
    assert shown["parallelism"] == "32"
    assert shown["smtp_password"] == "***"
    assert shown["db_url"].startswith("sqlite:///")
    assert "s3cret" not in str(shown)


def test_plugins_are_read_and_not_run(ctx: ActionContext) -> None:
    folder = ctx.settings.dags_folder / "plugins"
    folder.mkdir(parents=True)
    (folder / "ours.py").write_text(PLUGIN)
    (folder / "broken.py").write_text("class (")
    (plugin,) = deployment.list_plugins(ctx)
    assert (plugin.name, plugin.source) == ("ours", "dags/plugins/ours.py")
    assert plugin.things == {"operators": ["HelloOperator"], "macros": []}


def test_stats_count_runs_by_state(ctx: ActionContext, sales: DagSpec) -> None:
    runs.trigger(ctx, "sales")
    (found,) = dag_stats.list_stats(ctx, ["sales"]).entries
    assert found.counts == {**dict.fromkeys(DagRunState, 0), DagRunState.QUEUED: 1}
    assert dag_stats.list_stats(ctx, ["nothing"]).total == 0


def test_a_pool_that_is_not_there_is_a_warning(ctx: ActionContext, sales: DagSpec) -> None:
    assert dag_stats.list_warnings(ctx).total == 0
    odd = DagSpec("odd", {"kind": "none"}, (TaskSpec("a", "EmptyOperator", pool="gpu"),))
    with ctx.store.transaction() as tx:
        stored_dags.register(
            tx, odd, source="# odd", kind=stored_dags.FILE, file="odd.py", commit=None, now=ctx.clock()
        )
    (warning,) = dag_stats.list_warnings(ctx).entries
    assert (warning.dag_id, warning.kind) == ("odd", "non-existent pool")
    assert "gpu" in warning.message
    assert dag_stats.list_warnings(ctx, "sales").total == 0


def test_a_dag_file_is_forgotten_so_that_it_is_read_again(ctx: ActionContext, sales: DagSpec) -> None:
    with pytest.raises(NotFoundError, match=r"no DAG file 'sales\.py'"):
        dags.reparse(ctx, "sales.py")
    with ctx.store.transaction() as tx:
        dag_files.put(tx, DagFileRecord("sales.py", 1.0, 1, "hash", 0.1, ctx.clock(), ("sales",)))
    dags.reparse(ctx, "sales.py")
    with ctx.store.reading() as tx:
        assert dag_files.get(tx, "sales.py") is None
    assert dags.get(ctx, "sales").dag.is_stale is False


def test_a_person_leaves_a_value_as_a_task_would(ctx: ActionContext, sales: DagSpec) -> None:
    run_id = runs.trigger(ctx, "sales").run.run_id
    place = ("sales", run_id, "extract")
    assert xcoms.create(ctx, *place, "rate", [1, 2]).value == [1, 2]
    with pytest.raises(ConflictError, match="Change it instead"):
        xcoms.create(ctx, *place, "rate", 3)
    assert xcoms.update(ctx, *place, "rate", {"eur": 1.5}).value == {"eur": 1.5}
    assert [each.key for each in xcoms.list_xcoms(ctx, XComFilter(task_id="extract")).entries] == ["rate"]
    with pytest.raises(InvalidInputError, match="too large"):
        xcoms.update(ctx, *place, "rate", "x" * 1_100_000)
    xcoms.delete(ctx, *place, "rate")
    with pytest.raises(NotFoundError, match="no XCom 'rate'"):
        xcoms.delete(ctx, *place, "rate")
    with ctx.store.reading() as tx:
        log = event_logs.listing(tx, EventFilter(task_id="extract"), 10, 0)
    assert [(each.event, each.details) for each in log] == [
        ("delete_xcom", {"key": "rate"}),
        ("update_xcom", {"key": "rate"}),
        ("create_xcom", {"key": "rate"}),
    ]
