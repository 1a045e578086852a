"""``couture tasks``: look at the tasks of a DAG and of its runs, try one, clear them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from couture_scheduler.cli.clearing import clear
from couture_scheduler.cli.commands import FAILED, Group
from couture_scheduler.cli.finding_runs import find_run, logical_date
from couture_scheduler.cli.local_runs import SUBDIR, airflow_is_here, prepare
from couture_scheduler.cli.output import duration, state
from couture_scheduler.cli.parameters import json_object
from couture_scheduler.cli.responding import respond, waiting
from couture_scheduler.cli.running_alone import run as run_alone
from couture_scheduler.cli.session import Session
from couture_scheduler.cli.task_deleting import delete
from couture_scheduler.errors import NotFoundError

if TYPE_CHECKING:
    from couture_jupyter.local_run import LocalRun
    from couture_jupyter.serialization import TaskSpec
    from couture_scheduler.store.dag_runs import DagRunRecord

DAG_ID, TASK_ID = click.argument("dag_id"), click.argument("task_id")
RUN = click.argument("run", metavar="RUN_ID|LOGICAL_DATE")
MAP_INDEX = click.option("--map-index", type=int, default=-1, help="Which one of a mapped task.")


@click.group(cls=Group)
def tasks() -> None:
    """Look at the tasks of a DAG and of its runs, try one, clear them.

    A run is named by its id or by its logical date, which without an offset is UTC.
    """


tasks.add_command(clear)
tasks.add_command(delete)
tasks.add_command(run_alone)


@tasks.command("list")
@DAG_ID
@click.option("-t", "--tree", is_flag=True, help="As a tree: below each task those that wait for it.")
@click.pass_obj
def list_(session: Session, dag_id: str, tree: bool) -> None:
    """List the tasks of a DAG."""
    from couture_scheduler.actions import dags as actions

    found = {task.task_id: task for task in actions.get(session.actions, dag_id).version.spec.tasks}
    if tree and not session.show.is_json:
        _print_tree(found, [name for name, task in found.items() if not task.upstream], 0, set())
        return
    rows = [[name, task.operator, task.trigger_rule, ", ".join(task.upstream)] for name, task in found.items()]
    document = {"tasks": list(found.values()), "total_entries": len(found)}
    session.show.table(["Task", "Operator", "Trigger rule", "After"], rows, document, "This DAG has no tasks.")


def _print_tree(found: Mapping[str, TaskSpec], names: Iterable[str], depth: int, seen: set[str]) -> None:
    """A task that has been shown with what is below it is not shown with it again."""
    for name in names:
        again = " (see above)" if name in seen and found[name].downstream else ""
        click.echo(f"{'    ' * depth}{name} [{found[name].operator}]{again}")
        if not again:
            seen.add(name)
            _print_tree(found, found[name].downstream, depth + 1, seen)


def alone(command: Callable[..., Any]) -> Callable[..., Any]:
    """The arguments of commands that work with one task in this process."""
    for add in (
        SUBDIR,
        MAP_INDEX,
        click.option("-c", "--conf", type=json_object, metavar="JSON", help="The run's conf."),
        click.argument("run", metavar="[RUN_ID|LOGICAL_DATE]", required=False),
        TASK_ID,
        DAG_ID,
    ):
        command = add(command)
    return command


@tasks.command()
@alone
@click.pass_context
def test(ctx: click.Context, /, dag_id: str, task_id: str, run: str | None, map_index: int, **given: Any) -> None:
    """Run one task here and now, in this process, whatever stands before it.

    No engine is needed and nothing is stored. With a run that exists it finds what the run's other tasks left as XComs.
    The exit status is 1 when the task failed.
    """
    from couture_jupyter.states import TaskInstanceState

    local_run = _prepare(ctx.obj, dag_id, task_id, run, **given)
    with airflow_is_here():
        ended = local_run.run_alone(task_id, map_index)
    if ended.error is not None:
        click.echo(f"{type(ended.error).__name__}: {ended.error}", err=True)
    if ended.state is TaskInstanceState.FAILED:
        ctx.exit(FAILED)


@tasks.command()
@alone
@click.pass_obj
def render(session: Session, /, dag_id: str, task_id: str, run: str | None, map_index: int, **given: Any) -> None:
    """Show the template fields of a task as a run would have them."""
    local_run = _prepare(session, dag_id, task_id, run, **given)
    with airflow_is_here():
        found = local_run.rendered(task_id, map_index)
    if session.show.is_json:
        session.show.json({name: value if _is_json(value) else str(value) for name, value in found.items()})
        return
    for name, value in found.items():
        click.echo(f"# {name}\n{value}\n")


def _is_json(value: object) -> bool:
    return isinstance(value, str | int | float | bool | list | dict | None)


def _prepare(
    session: Session, dag_id: str, task_id: str, run: str | None, subdir: Path | None, conf: dict[str, Any] | None
) -> LocalRun:
    """A run in this process like the one that is named, with what its other tasks left; or one of that moment."""
    known = _known_run(session, dag_id, run) if run else None
    moment = known.logical_date if known else logical_date(run) if run else None
    local_run = prepare(session, dag_id, subdir, moment, known.conf if known and conf is None else conf)
    if task_id not in local_run.dag.task_dict:
        names = ", ".join(sorted(local_run.dag.task_dict))
        raise NotFoundError(f"The DAG {dag_id!r} has no task {task_id!r}. It has: {names}.")
    if known is not None:
        _take_xcoms(session, known, task_id, local_run)
    return local_run


def _known_run(session: Session, dag_id: str, run: str) -> DagRunRecord | None:
    """The run of the workspace that is named; ``None`` when it is a moment without one."""
    try:
        return find_run(session, dag_id, run).run
    except NotFoundError:
        if logical_date(run) is None:
            raise
        return None


def _take_xcoms(session: Session, run: DagRunRecord, task_id: str, local_run: LocalRun) -> None:
    from couture_scheduler.actions import tasks as actions

    for each in actions.list_xcoms(session.actions, run.dag_id, run.run_id):
        if each.task_id != task_id:
            local_run.push(each.task_id, each.map_index, each.key, each.value)


@tasks.command("state")
@DAG_ID
@TASK_ID
@RUN
@MAP_INDEX
@click.pass_obj
def state_(session: Session, dag_id: str, task_id: str, run: str, map_index: int) -> None:
    """Print the state of a task in a run."""
    from couture_scheduler.actions import tasks as actions

    name = find_run(session, dag_id, run).run.run_id
    found = actions.get(session.actions, dag_id, name, task_id, map_index).task
    session.show.text(str(found.state.value if found.state else "none"), found)


@tasks.command("states-for-dag-run")
@DAG_ID
@RUN
@click.pass_obj
def states_for_dag_run(session: Session, dag_id: str, run: str) -> None:
    """List the states of all tasks in a run."""
    from couture_scheduler.actions import tasks as actions

    name = find_run(session, dag_id, run).run.run_id
    page = actions.list_tasks(session.actions, dag_id, name)
    rows = [_row(each.task) for each in page.entries]
    document = {"task_instances": [each.task for each in page.entries], "total_entries": page.total}
    session.show.table(["Task", "Map index", "State", "Try", "Started", "Took"], rows, document, "This run has none.")


def _row(task: Any) -> list[object]:
    index = task.map_index if task.map_index >= 0 else None
    took = duration(task.started_at, task.ended_at)
    return [task.task_id, index, state(task.state), task.try_number, task.started_at, took]


@tasks.command("failed-deps")
@DAG_ID
@TASK_ID
@RUN
@MAP_INDEX
@click.pass_obj
def failed_deps(session: Session, dag_id: str, task_id: str, run: str, map_index: int) -> None:
    """Say why a task does not run: every rule that is not met."""
    from couture_scheduler.actions import tasks as actions

    name = find_run(session, dag_id, run).run.run_id
    found = actions.why_not_running(session.actions, dag_id, name, task_id, map_index)
    unmet = [each for each in found if not each.met]
    rows = [[each.rule.replace("_", " "), each.sentence] for each in unmet]
    empty = "Nothing stands in its way." if found else "It runs or has ended."
    session.show.table(["Rule", "Because"], rows, {"dependencies": unmet}, empty)


tasks.add_command(waiting)
tasks.add_command(respond)
