"""``couture runs live``: a notebook in the terminal while it runs, cell by cell."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any

import click

from couture_jupyter.states import FINISHED_TASK_STATES, TaskInstanceState
from couture_scheduler.cli.commands import FAILED, Command
from couture_scheduler.cli.session import Session
from couture_scheduler.errors import NotFoundError

if TYPE_CHECKING:
    from couture_scheduler.actions.task_files import ExecutedNotebook

PACE = 0.1  # seconds between two looks at the journal; somebody is sitting in front of it
_PAPERMILL_ERROR = "papermill-error-cell-tag"


@click.command(cls=Command)
@click.argument("dag_id")
@click.argument("run_id", required=False)
@click.option("--task", "task_id", help="Which notebook; needed when the run has several tasks.")
@click.option("--map-index", type=int, default=-1, help="Which instance of a mapped task.")
@click.option("--try", "try_number", type=click.IntRange(1), help="Which try.  [default: the newest]")
@click.pass_context
def live(
    ctx: click.Context, dag_id: str, run_id: str | None, task_id: str | None, map_index: int, try_number: int | None
) -> None:
    """Look on while a notebook runs, until it has ended. The exit status is 1 if a cell failed."""
    from couture_scheduler.cli.logs import choose_task
    from couture_scheduler.cli.runs import find_run_id

    session: Session = ctx.obj
    name = find_run_id(session, dag_id, run_id)
    task = choose_task(session, dag_id, name, task_id, map_index)
    onlooker = _Onlooker(session, dag_id, name, task, try_number)
    ctx.exit(FAILED if onlooker.look() else 0)


class _Onlooker:
    """One notebook, and how far each of its outputs was printed."""

    def __init__(self, session: Session, dag_id: str, run_id: str, task: Any, try_number: int | None) -> None:
        self._session = session
        self._of = (dag_id, run_id, task.task_id)
        self._map_index = task.map_index
        self._try_number = try_number
        self._sources: list[str] = []
        self._headed: set[int] = set()
        self._printed: dict[tuple[int, int], int] = {}  # cell and output -> characters
        self._pause = threading.Event()

    def look(self) -> bool:
        """Print until the end, of further tries too unless one was named; whether the last of them failed."""
        number = self._try_number or self._wait_for_try(1)
        while True:
            failed = self._look_at(number)
            if self._try_number is not None or not self._is_tried_again(number):
                return failed
            click.secho(f"── try {number} failed; try {number + 1} follows", bold=True)
            number = self._wait_for_try(number + 1)

    def _task(self) -> Any:
        from couture_scheduler.actions import tasks

        return tasks.get(self._session.actions, *self._of, self._map_index).task

    def _wait_for_try(self, number: int) -> int:
        """The number of the newest try, as soon as there is this one. ``NotFoundError`` when there will be none."""
        while (task := self._task()).try_number < number:
            if task.state in FINISHED_TASK_STATES:
                raise NotFoundError(
                    f"The task {task.task_id!r} is {task.state.value}: it has no try {number} to look at."
                )
            self._pause.wait(PACE)
        return int(task.try_number)

    def _is_tried_again(self, number: int) -> bool:
        task = self._task()
        return task.try_number > number or task.state is TaskInstanceState.UP_FOR_RETRY

    def _look_at(self, number: int) -> bool:
        """Print one try until its end; whether a cell failed."""
        self._headed, self._printed = set(), {}
        while True:
            found = self._document(number)
            if found is not None:
                self._show(found.document)
                if found.complete:
                    return found.failed_cell is not None
                if found.live is not None:
                    self._follow(found.live, number)
            self._pause.wait(PACE)

    def _document(self, number: int) -> ExecutedNotebook | None:
        """The executed notebook; ``None`` before there is one."""
        from couture_scheduler.actions import live_notebooks
        from couture_scheduler.actions.task_files import read_executed_notebook

        actions = self._session.actions
        over = live_notebooks.find_try(actions, *self._of, number, map_index=self._map_index).over
        try:
            return read_executed_notebook(actions, *self._of, number, map_index=self._map_index)
        except NotFoundError:
            if over:
                raise
            return None

    def _follow(self, place: Any, number: int) -> None:
        """Print what happens until the journal is gone."""
        from couture_scheduler.actions import live_notebooks

        while True:
            found, window = live_notebooks.read(
                self._session.actions, *self._of, place, number, map_index=self._map_index
            )
            for line in window.lines.splitlines():
                self._hear(json.loads(line))
            if window.gone or (found.over and not window.lines):
                return
            place = window.place
            self._pause.wait(PACE)

    def _hear(self, event: dict[str, Any]) -> None:
        cell, output = event["cell"], event.get("output", 0)
        if event["op"] == "cell":
            self._head(cell)
        elif event["op"] == "cut":
            self._printed = {at: done for at, done in self._printed.items() if at[0] != cell or at[1] < output}
        else:
            self._head(cell)
            text = event["text"] if event["op"] == "text" else _text(event["value"])
            before = self._printed.get((cell, output), 0) if event["op"] == "text" else 0
            if event.get("skipped"):
                click.echo(f"\n[… {event['skipped']:,} characters are skipped here: the log has them …]")
            click.echo(text, nl=False)
            self._printed[cell, output] = before + event.get("skipped", 0) + len(text)

    def _show(self, document: dict[str, Any]) -> None:
        """Print what of the document was not printed yet."""
        cells = [cell for cell in document["cells"] if _PAPERMILL_ERROR not in cell["metadata"].get("tags", ())]
        self._sources = [_joined(cell.get("source", "")) for cell in cells]
        for index, cell in enumerate(cells):
            outputs = cell.get("outputs", ())
            if outputs or cell.get("execution_count"):
                self._head(index)
            for place, output in enumerate(outputs):
                text, done = _text(output), self._printed.get((index, place), 0)
                click.echo(text[done:], nl=False)
                self._printed[index, place] = max(done, len(text))

    def _head(self, cell: int) -> None:
        if cell not in self._headed and cell < len(self._sources):
            self._headed.add(cell)
            first = next((line for line in self._sources[cell].splitlines() if line.strip()), "")
            click.secho(f"── cell {cell + 1} of {len(self._sources)}: {first[:100]}", bold=True)


def _text(output: dict[str, Any]) -> str:
    """An output as a terminal can show it."""
    if "text" in output:
        return _joined(output["text"])
    if "traceback" in output:
        return "\n".join(map(str, output["traceback"])) + "\n"  # click takes the colours out where nobody sees them
    return _joined(output.get("data", {}).get("text/plain", "[an output that a terminal cannot show]")) + "\n"


def _joined(value: Any) -> str:
    return "".join(map(str, value)) if isinstance(value, list) else str(value)
