"""Three ways to show a run that is watched: live in a terminal, as lines, as JSON."""

from __future__ import annotations

from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

import click

from couture_scheduler.cli.output import Output, duration, local, state
from couture_scheduler.cli.run_picture import RunPicture, TaskPicture
from couture_scheduler.events import Change

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

MOST_ROWS = 25
NO_ENGINE = "No engine is running, so nothing goes on. Start it with: couture engine start"


class View(Protocol):
    """Shows a run; a context manager, entered once."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def show(self, picture: RunPicture) -> None:
        """The run looks like this now."""

    def hear(self, change: Change) -> None:
        """This has just changed."""

    def engine_is(self, word: str) -> None:
        """The engine is ``running`` or ``stopped``."""

    def end(self, picture: RunPicture) -> None:
        """The run has ended."""


class JsonView:
    """One JSON document a line: each change, then the run."""

    def __init__(self, show: Output) -> None:
        self._show = show

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return

    def show(self, picture: RunPicture) -> None:
        """Changes say enough."""

    def hear(self, change: Change) -> None:
        """Print the change."""
        self._show.json_line(change.to_json())

    def engine_is(self, word: str) -> None:
        """Print the engine's state."""
        self._show.json_line({"subject": "engine", "what": "changed", "state": word})

    def end(self, picture: RunPicture) -> None:
        """Print the run with its tasks."""
        document = {name: getattr(picture, name) for name in ("dag_id", "run_id", "state", "started_at", "ended_at")}
        self._show.json_line({**document, "task_instances": list(picture.tasks.values())})


class LineView:
    """A line for each change of state, and for every tenth of a notebook; for logs and pipes."""

    def __init__(self) -> None:
        self._said: dict[str, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return

    def show(self, picture: RunPicture) -> None:
        """Print what is new."""
        for task in picture.tasks.values():
            if task.state is not None:
                self._say(task.name, state(task.state).plain() + _try(task))
            if task.progress and not task.is_finished:
                self._say(f"{task.name} cells", _tenth(task), picture.left)
        self._say(picture.run_id, state(picture.state).plain())

    def hear(self, change: Change) -> None:
        """The picture says it."""

    def engine_is(self, word: str) -> None:
        """Say when nobody works."""
        if word == "stopped":
            click.echo(NO_ENGINE, err=True)

    def end(self, picture: RunPicture) -> None:
        """Print how it went."""
        click.echo(summary(picture))

    def _say(self, subject: str, words: str, more: str = "") -> None:
        if self._said.get(subject) != words:
            self._said[subject] = words
            click.echo(f"{datetime.now():%H:%M:%S}  {subject}: {words}{f', {more}' if more else ''}")


class LiveView:
    """A table that keeps itself up to date."""

    def __init__(self, console: Console) -> None:
        from rich.live import Live

        self._picture: RunPicture | None = None
        self._note = ""
        self._last_words = ""
        self._console = console
        self._live = Live(console=console, get_renderable=self._render, refresh_per_second=8, transient=False)

    def __enter__(self) -> Self:
        self._live.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.__exit__(kind, error, trace)
        if self._last_words:
            self._console.print(self._last_words, markup=False, highlight=False)

    def show(self, picture: RunPicture) -> None:
        """Show it with the next refresh."""
        self._picture = picture

    def hear(self, change: Change) -> None:
        """The picture says it."""

    def engine_is(self, word: str) -> None:
        """Say when nobody works."""
        self._note = NO_ENGINE if word == "stopped" else ""

    def end(self, picture: RunPicture) -> None:
        """Leave the last table standing, and say how it went."""
        self._note = ""
        self._last_words = summary(picture)

    def _render(self) -> RenderableType:
        from rich.console import Group
        from rich.text import Text

        if self._picture is None:
            return Text("")
        parts: list[RenderableType] = [Text.from_markup(_head(self._picture)), _table(self._picture)]
        if self._note:
            parts.append(Text(self._note, style="yellow"))
        return Group(*parts)


def _head(picture: RunPicture) -> str:
    from rich.markup import escape

    took = duration(picture.started_at, picture.ended_at)
    names = f"[bold]{escape(picture.dag_id)}[/]  {escape(picture.run_id)}"
    left = "" if picture.is_finished or not picture.left else f"  {picture.left}"
    return f"{names}  {state(picture.state).markup()}  {took}{left}"


def _table(picture: RunPicture) -> RenderableType:
    from rich.table import Table

    table = Table.grid(padding=(0, 2))
    rows = list(picture.tasks.values())
    shown = rows if len(rows) <= MOST_ROWS else _most_telling(rows)
    for task in shown:
        table.add_row(*_row(task))
    if len(shown) < len(rows):
        counts = ", ".join(f"{count} {name}" for name, count in sorted(picture.counts().items()))
        table.add_row(f"{len(rows)} tasks", counts, "", "", "")
    return table


def _row(task: TaskPicture) -> list[RenderableType]:
    from rich.markup import escape
    from rich.progress_bar import ProgressBar

    bar: RenderableType = ""
    cells = ""
    if task.progress and task.progress.get("cells"):
        done, total = task.progress.get("cell", 0), task.progress["cells"]
        bar, cells = ProgressBar(total=total, completed=done, width=20), f"cell {done} of {total}"
    took = duration(task.started_at, task.ended_at) if task.started_at else ""
    return [escape(task.name), state(task.state).markup() + _try(task), bar, cells, took]


def _most_telling(rows: list[TaskPicture]) -> list[TaskPicture]:
    """Of many tasks those to look at: failed, at work, then those that ended last."""

    def rank(task: TaskPicture) -> tuple[int, float]:
        order = {"failed": 0, "running": 1, "up_for_retry": 2, "queued": 3}
        ended = task.ended_at.timestamp() if task.ended_at else 0.0
        return order.get(str(task.state), 4), -ended

    chosen = {id(task) for task in sorted(rows, key=rank)[:MOST_ROWS]}
    return [task for task in rows if id(task) in chosen]


def _try(task: TaskPicture) -> str:
    return f" (try {task.try_number})" if task.try_number > 1 else ""


def _tenth(task: TaskPicture) -> str:
    progress = task.progress or {}
    done, total = progress.get("cell", 0), progress.get("cells", 0)
    if total > 10:
        done = done * 10 // total * total // 10
    return f"{done} of {total}"


def summary(picture: RunPicture) -> str:
    """How the run went, and where to look when it failed."""
    took = duration(picture.started_at, picture.ended_at)
    lines = [f"{state(picture.state).plain()} {picture.dag_id} {picture.run_id} in {took or '0.0 s'}"]
    if picture.ended_at:
        lines[0] += f", ended {local(picture.ended_at)}"
    if picture.because and picture.state == "failed":
        lines.append(f"  {picture.because}")
    for task in picture.failed():
        lines.append(f"  ✗ {task.name}: {task.error or 'it failed.'}")
        lines.append(f"    couture runs log {picture.dag_id} '{picture.run_id}' --task {task.task_id}")
    return "\n".join(lines)
