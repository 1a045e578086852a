"""Notebook schedules: a form that is checked whole, and the DAG that comes of it."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from couture_scheduler.actions import dags, runs, schedules, users
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.schedule_form import NotebookScheduleForm, When, slug
from couture_scheduler.actions.schedule_source import build_spec, render_source
from couture_scheduler.actions.users import UserForm
from couture_scheduler.engine.decisions import NewRun, RunPlan
from couture_scheduler.errors import ConflictError, InvalidInputError, NotFoundError
from couture_scheduler.kernels import account_pools
from couture_scheduler.store import dags as stored_dags
from couture_scheduler.store.dag_listing import DagFilter
from people import Clock, Ear, write_notebook

from couture_jupyter.serialization.load import load_dag_file
from couture_jupyter.serialization.serialize import serialize_dag
from couture_jupyter.states import DagRunType

HELSINKI = ZoneInfo("Europe/Helsinki")
CRON = When("cron", cron="0 9 * * *")


def form(**more: Any) -> NotebookScheduleForm:
    values = {"name": "Daily report", "notebook": "reports/daily.ipynb", "when": CRON, "timezone": "Europe/Helsinki"}
    return NotebookScheduleForm(**{**values, **more})


@pytest.mark.parametrize("seconds", [-1.0, 86_401.0, float("nan")])
def test_a_kernel_is_kept_for_at_most_a_day(ctx: ActionContext, notebook: str, seconds: float) -> None:
    assert "a day" in problems(ctx, hold_on_failure=seconds)["hold_on_failure",]


def problems(ctx: ActionContext, **more: Any) -> dict[tuple[str | int, ...], str]:
    with pytest.raises(InvalidInputError) as caught:
        schedules.validate(ctx, form(**more))
    return {problem.field: problem.message for problem in caught.value.problems}


@pytest.mark.parametrize(
    ("name", "dag_id"),
    [
        ("Daily report (FI)", "daily_report_fi"),
        ("Päivä-raportti 1.2", "päivä-raportti_1.2"),
        ("  a  b ", "a_b"),
        ("!?", ""),
    ],
)
def test_the_id_of_the_dag_comes_from_the_name(name: str, dag_id: str) -> None:
    assert slug(name) == dag_id


def test_saving_makes_a_dag_that_is_on(ctx: ActionContext, notebook: str, ear: Ear) -> None:
    saved = schedules.create(ctx, form(tags=("team", "daily"), output_path="out/{run_id}.ipynb"))
    assert (saved.dag_id, saved.dag.kind, saved.dag.is_paused) == ("daily_report", "notebook_schedule", False)
    assert (saved.dag.schedule_summary, saved.dag.timezone) == ("At 09:00 every day", "Europe/Helsinki")
    assert saved.dag.tags == ("daily", "team")
    assert (saved.created_by, saved.dag.owner, saved.run_id) == ("ada", "ada", None)
    assert ear.last() == {"subject": "dag", "what": "created", "dag_id": "daily_report", "user": "ada"}
    assert schedules.get(ctx, "daily_report").form == saved.form
    assert dags.source(ctx, "daily_report").source == saved.source


FORMS = [
    form(),
    form(when=When("manual"), timezone=None),
    form(when=When("now"), parameters={"text": 'quote " and \n and ä \u2028', "deep": {"a": [1, None, True, 2.5]}}),
    form(when=When("once", at=datetime(2026, 10, 25, 3, 30, tzinfo=HELSINKI, fold=1))),
    form(
        start_date=datetime(2027, 1, 1, 8, 30, 15, tzinfo=UTC),
        end_date=datetime(2028, 1, 1, tzinfo=UTC),
        kernel_name="python3",
        exports=("html",),
        retries=3,
        retry_delay=1.5,
        retry_backoff=2.0,
        max_retry_delay=600.0,
        timeout=3600.0,
        overlap="skip",
        missed_runs="run_all",
        tags=tuple(f"a long tag number {number}" for number in range(12)),
        description='Reads "everything"\\ and\nwrites less',
        output_path="out/{date}/{name}-{time}.ipynb",
    ),
]


@pytest.mark.parametrize("given", FORMS)
def test_the_rendered_source_means_the_same_as_the_stored_spec(given: NotebookScheduleForm, tmp_path: Path) -> None:
    begins = datetime(2026, 3, 2, 12, 0, 5, tzinfo=UTC)
    file = tmp_path / "rendered.py"
    file.write_text(render_source(given, "daily", begins, "ada"), encoding="utf-8")
    assert serialize_dag(load_dag_file(file).dags["daily"]) == build_spec(given, "daily", begins, "ada")


def test_the_form_comes_back_exactly_as_it_was() -> None:
    for each in FORMS:
        assert NotebookScheduleForm.from_json(each.to_json()).to_json() == each.to_json()


def test_every_wrong_field_is_named_at_once(ctx: ActionContext, notebook: str) -> None:
    found = problems(
        ctx,
        name="?",
        when=When("cron", cron="61 9 * * *"),
        start_date=datetime(2027, 1, 2, tzinfo=UTC),
        end_date=datetime(2027, 1, 1, tzinfo=UTC),
        output_path="../outside.ipynb",
        retries=-1,
        retry_delay=-1.0,
        retry_backoff=0.5,
        timeout=0.0,
        overlap="often",
        missed_runs="never",
        tags=("x" * 101,),
        kernel_name="cobol",
        parameters={"rows": "ten", "not a name": 1, "country": "{{ ds"},
    )
    assert set(found) == {
        ("name",),
        ("when", "cron"),
        ("end_date",),
        ("output_path",),
        ("retries",),
        ("retry_delay",),
        ("retry_backoff",),
        ("timeout",),
        ("overlap",),
        ("missed_runs",),
        ("tags", 0),
        ("kernel_name",),
        ("parameters", "rows"),
        ("parameters", "not a name"),
        ("parameters", "country"),
    }
    assert "python3" in found["kernel_name",]


@pytest.mark.parametrize(
    ("value", "right"),
    [(5, True), ("5", False), (True, False), (5.5, False), ("{{ 2 + 3 }}", True), (None, False)],
)
def test_parameters_are_checked_as_the_notebook_declares_them(
    ctx: ActionContext, notebook: str, value: Any, right: bool
) -> None:
    if right:
        assert schedules.validate(ctx, form(parameters={"rows": value, "share": 1, "until": None, "new": [1]}))
    else:
        assert set(problems(ctx, parameters={"rows": value})) == {("parameters", "rows")}


@pytest.mark.parametrize("path", ["../daily.ipynb", "/etc/passwd", "", "link/daily.ipynb", "gone.ipynb", "reports"])
def test_the_notebook_is_one_inside_the_workspace(ctx: ActionContext, notebook: str, path: str, tmp_path: Path) -> None:
    write_notebook(tmp_path / "outside" / "daily.ipynb", None)
    (ctx.settings.workspace / "link").symlink_to(tmp_path / "outside")
    assert set(problems(ctx, notebook=path)) >= {("notebook",)}


@pytest.mark.parametrize(
    "path", ["/tmp/x.ipynb", "a/../../x.ipynb", "link/x.ipynb", "out/{what}.ipynb", "out/x.txt", ".couture/x.ipynb"]
)
def test_the_output_stays_inside_the_workspace(ctx: ActionContext, notebook: str, path: str, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (ctx.settings.workspace / "link").symlink_to(tmp_path / "outside")
    assert set(problems(ctx, output_path=path)) == {("output_path",)}


def test_the_output_may_not_overwrite_the_notebook(ctx: ActionContext, notebook: str) -> None:
    for path in (notebook, notebook.replace(PurePosixPath(notebook).stem, "{notebook}")):
        assert "overwrite" in problems(ctx, output_path=path)["output_path",]
    schedules.validate(ctx, form(output_path="{{ ds }}/{notebook}.ipynb"))


def test_a_drive_prefix_is_taken_off(ctx: ActionContext, notebook: str) -> None:
    assert schedules.create(ctx, form(notebook=f"RTC:{notebook}")).form.notebook == notebook


def test_what_could_not_run_as_somebody_is_not_saved_by_them(
    ctx: ActionContext, notebook: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where notebooks run as their owner; here nobody starts pools, which is told as any reason of the starter's."""
    (ctx.settings.workspace / "script.py").write_text("print(1)")
    monkeypatch.setenv(account_pools.PLACE, str(tmp_path))
    for path in (notebook, "script.py"):
        assert "The kernel pool of" in problems(ctx, notebook=path)["notebook",]


def test_a_notebook_without_a_kernel_needs_one(ctx: ActionContext, notebook: str) -> None:
    write_notebook(ctx.settings.workspace / "bare.ipynb", None, kernel=None)
    assert "names no kernel" in problems(ctx, notebook="bare.ipynb")["kernel_name",]
    assert schedules.validate(ctx, form(notebook="bare.ipynb", kernel_name="python3"))


def test_a_moment_that_has_passed_is_refused_unless_it_was_saved_before(
    ctx: ActionContext, notebook: str, clock: Clock
) -> None:
    at = clock() + timedelta(hours=1)
    assert set(problems(ctx, when=When("once", at=clock()))) == {("when", "at")}
    assert set(problems(ctx, when=When("once"))) == {("when", "at")}
    saved = schedules.create(ctx, form(when=When("once", at=at)))
    clock.forward(hours=2)
    assert schedules.change(ctx, saved.dag_id, {"tags": ["late"]}).form.tags == ("late",)


def test_a_name_is_taken_once_and_a_schedule_can_be_renamed(ctx: ActionContext, notebook: str) -> None:
    schedules.create(ctx, form())
    assert set(problems(ctx, name="daily REPORT")) == {("name",)}
    renamed = schedules.change(ctx, "daily_report", {"name": "Every morning"})
    assert (renamed.dag_id, renamed.dag.display_name) == ("daily_report", "Every morning")


def test_saving_the_same_again_makes_no_version_and_a_change_makes_one(
    ctx: ActionContext, notebook: str, clock: Clock
) -> None:
    schedules.create(ctx, form())
    clock.forward(hours=1)
    schedules.update(ctx, "daily_report", form())
    assert [each.number for each in dags.list_versions(ctx, "daily_report")] == [1]
    schedules.change(ctx, "daily_report", {"parameters": {"rows": 3}})
    assert [each.number for each in dags.list_versions(ctx, "daily_report")] == [2, 1]


def test_runs_are_due_from_the_moment_on_at_which_the_timing_was_saved(
    ctx: ActionContext, notebook: str, clock: Clock
) -> None:
    schedules.create(ctx, form())
    assert dags.get(ctx, "daily_report").version.spec.start_date == clock.now
    clock.forward(days=3)
    schedules.change(ctx, "daily_report", {"retries": 2})
    assert dags.get(ctx, "daily_report").version.spec.start_date == clock.now - timedelta(days=3)
    schedules.change(ctx, "daily_report", {"when": {"kind": "cron", "cron": "0 10 * * *"}})
    assert dags.get(ctx, "daily_report").version.spec.start_date == clock.now


def test_another_moment_is_another_once(ctx: ActionContext, notebook: str, clock: Clock) -> None:
    at = clock() + timedelta(hours=1)
    schedules.create(ctx, form(when=When("once", at=at)))
    with ctx.store.transaction() as tx:
        made = NewRun(DagRunType.SCHEDULED, at, (at, at), at)
        stored_dags.set_next(tx, "daily_report", RunPlan(create=(made,)))
        assert stored_dags.unplanned(tx) == []
    clock.forward(hours=2)
    schedules.change(ctx, "daily_report", {"when": When("once", at=clock() + timedelta(hours=1))})
    with ctx.store.transaction() as tx:
        (again,) = stored_dags.unplanned(tx)
    assert again.last_logical_date is None


def test_now_runs_at_once_and_only_then(ctx: ActionContext, notebook: str, clock: Clock) -> None:
    saved = schedules.create(ctx, form(when=When("now"), parameters={"rows": 2}))
    assert saved.run_id == runs.list_runs(ctx).entries[0].run.run_id
    clock.forward(seconds=1)
    assert schedules.change(ctx, saved.dag_id, {"tags": ["x"]}).run_id is None
    again = schedules.run_now(ctx, saved.dag_id, parameters={"rows": 3})
    assert again.run.conf == {"parameters": {"rows": 3}}
    assert runs.list_runs(ctx).total == 2


def test_the_switch_of_the_form_is_that_of_the_dag(ctx: ActionContext, notebook: str) -> None:
    schedules.create(ctx, form(paused=True))
    assert dags.get(ctx, "daily_report").dag.is_paused
    dags.resume(ctx, "daily_report")
    assert schedules.get(ctx, "daily_report").form.paused is False
    assert schedules.change(ctx, "daily_report", {"tags": ["x"]}).dag.is_paused is False


def test_copies_are_paused_and_have_names_of_their_own(ctx: ActionContext, notebook: str) -> None:
    schedules.create(ctx, form(when=When("now")))
    names = [schedules.duplicate(ctx, "daily_report").form.name for _ in range(2)]
    assert names == ["Daily report copy", "Daily report copy 2"]
    copy = schedules.duplicate(ctx, "daily_report", "Mine")
    assert (copy.form.when.kind, copy.form.paused, copy.run_id) == ("manual", True, None)
    assert schedules.list_schedules(ctx, text="copy").total == 2
    assert schedules.list_schedules(ctx, notebook=notebook).total == 4


def test_deleting_says_what_goes_and_keeps_the_notebook(ctx: ActionContext, notebook: str) -> None:
    saved = schedules.create(ctx, form(when=When("now"), output_path="out/{date}.ipynb"))
    shown = schedules.preview_deletion(ctx, saved.dag_id)
    assert (shown.runs, shown.active_runs) == (1, 1)
    assert shown.stays == [f"The notebook {notebook}", "The outputs that were written to out/{date}.ipynb"]
    schedules.create(ctx, form(name="then", when=When("after", after=saved.dag_id)))
    assert schedules.preview_deletion(ctx, saved.dag_id).stays[2:] == [
        "then, which ran after it and will not start by itself any more"
    ]
    with pytest.raises(ConflictError, match="Stop them first"):
        schedules.delete(ctx, saved.dag_id)
    runs.stop(ctx, saved.dag_id, saved.run_id or "")
    schedules.delete(ctx, saved.dag_id)
    assert (ctx.settings.workspace / notebook).exists()
    for asked in (schedules.get, dags.get):
        with pytest.raises(NotFoundError):
            asked(ctx, saved.dag_id)
    assert schedules.create(ctx, dataclasses.replace(saved.form, when=CRON)).dag_id == saved.dag_id


def test_the_schedules_of_who_leaves_are_paused_and_stay(ctx: ActionContext, notebook: str) -> None:
    saved = schedules.create(ctx, form())
    users.create(ctx, "root", UserForm(roles=("Admin",)))
    users.create(ctx, "ada", UserForm(roles=("Developer",)))
    left_behind = DagFilter(owner_left=True)
    assert saved.paused_because is None
    dags.pause(ctx, saved.dag_id)  # by somebody: its owner is still here
    assert dags.list_dags(ctx, left_behind).total == 0
    dags.resume(ctx, saved.dag_id)
    for leave, come_back in (
        (lambda: users.update(ctx, "ada", UserForm(is_active=False)), lambda: dags.resume(ctx, saved.dag_id)),
        (lambda: users.delete(ctx, "ada"), lambda: users.create(ctx, "ada", UserForm())),
    ):
        leave()
        found = schedules.get(ctx, saved.dag_id)
        assert found.form.paused
        assert found.paused_because == "ada, whose schedule this is, is no active user any more."
        assert [each.dag.dag_id for each in dags.list_dags(ctx, left_behind).entries] == [saved.dag_id]
        assert dags.list_dags(ctx, dataclasses.replace(left_behind, owner_left=False)).total == 0
        come_back()
        assert schedules.get(ctx, saved.dag_id).paused_because is None
        assert dags.list_dags(ctx, left_behind).total == 0
