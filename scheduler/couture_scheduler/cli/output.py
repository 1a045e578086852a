"""How answers are shown: tables for people, JSON or YAML for programs."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import click

if TYPE_CHECKING:
    from rich.console import Console

Row = Sequence[object]

WIDE = 10_000

# State: symbol and colour. Never the colour alone.
STATE_SIGNS = {
    "success": ("✓", "green"),
    "failed": ("✗", "red"),
    "upstream_failed": ("✗", "dark_orange"),
    "running": ("▶", "bright_cyan"),
    "queued": ("…", "bright_black"),
    "scheduled": ("…", "bright_black"),
    "up_for_retry": ("↻", "yellow"),
    "up_for_reschedule": ("↻", "yellow"),
    "restarting": ("↻", "yellow"),
    "deferred": ("…", "magenta"),
    "skipped": ("»", "bright_magenta"),
    "removed": ("-", "bright_black"),
}


class HasOutput(Protocol):
    """Knows what kind of output is wanted."""

    output: str


class Output:
    """Writes to standard output; notes for people go to standard error."""

    def __init__(self, session: HasOutput) -> None:
        self._session = session

    @property
    def is_json(self) -> bool:
        """Whether programs read the answer: as JSON or YAML."""
        return self._session.output in ("json", "yaml")

    @property
    def console(self) -> Console:
        """A console on standard output; what goes into a pipe or a file is never wrapped."""
        from rich.console import Console

        console = Console(highlight=False)
        if console.is_terminal and not self._is_plain:
            return console
        return Console(highlight=False, width=WIDE, force_terminal=False)

    @property
    def _is_plain(self) -> bool:
        return self._session.output == "plain"

    def table(self, columns: Sequence[str], rows: Iterable[Row], document: object, empty: str = "Nothing.") -> None:
        """``rows`` under ``columns`` for people, ``document`` for programs."""
        if self.is_json:
            self.json(document)
            return
        found = [[cell(value) for value in row] for row in rows]
        if not found:
            click.echo(empty)
            return
        from rich.box import SIMPLE
        from rich.table import Table

        table = Table(box=None if self._is_plain else SIMPLE, pad_edge=False, header_style="bold")
        for name in columns:
            table.add_column(name, overflow="fold")
        for row in found:
            table.add_row(*row)
        self.console.print(table)

    def record(self, fields: Mapping[str, object], document: object) -> None:
        """One thing: its fields one a line for people, ``document`` for programs."""
        if self.is_json:
            self.json(document)
            return
        from rich.table import Table

        grid = Table.grid(padding=(0, 2))
        for name, value in fields.items():
            if value not in (None, ""):
                grid.add_row(f"[bold]{name}[/]", cell(value))
        self.console.print(grid)

    def text(self, text: str, document: object) -> None:
        """A sentence for people, ``document`` for programs."""
        if self.is_json:
            self.json(document)
        else:
            click.echo(text)

    def note(self, text: str) -> None:
        """Something to know that is not part of the answer."""
        click.echo(text, err=True)

    def json(self, document: object) -> None:
        """One document, in JSON or YAML."""
        if self._session.output == "yaml":
            click.echo(as_yaml(document), nl=False)
        else:
            click.echo(json.dumps(plain(document), indent=2, ensure_ascii=False))

    def json_line(self, document: object) -> None:
        """One document of several, at once: JSON on one line, or a YAML document."""
        if self._session.output == "yaml":
            click.echo(as_yaml(document, explicit_start=True), nl=False)
        else:
            click.echo(json.dumps(plain(document), ensure_ascii=False))


def as_yaml(document: object, **options: Any) -> str:
    """``document`` as YAML."""
    import yaml

    plain_data = json.loads(json.dumps(plain(document)))  # YAML has tags for Python's own classes of text
    return str(yaml.safe_dump(plain_data, sort_keys=False, allow_unicode=True, **options))


def plain(value: Any) -> Any:
    """``value`` as JSON-safe data: dataclasses as dicts, moments as ISO 8601, states as their names."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name)) for each in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(each) for each in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Path) else value


def cell(value: object) -> str:
    """``value`` as text in a table, with rich's markup only where we put it."""
    from rich.markup import escape

    if value is None:
        return ""
    if isinstance(value, State):
        return value.markup()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return local(value)
    return escape(str(value))


class State(str):
    """A state to show with its sign."""

    __slots__ = ()

    def markup(self) -> str:
        """Sign and name in the state's colour."""
        sign, colour = STATE_SIGNS.get(self, ("·", "default"))
        return f"[{colour}]{sign} {self or 'waiting'}[/]"

    def plain(self) -> str:
        """Sign and name."""
        return f"{STATE_SIGNS.get(self, ('·', ''))[0]} {self or 'waiting'}"


def state(value: object) -> State:
    """A state (or none) to show."""
    return State(getattr(value, "value", value) or "")


def local(moment: datetime) -> str:
    """A moment in the reader's own time zone."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M:%S}"


def duration(start: datetime | None, end: datetime | None) -> str:
    """How long it took, or has taken up to now: ``0.4 s``, ``3:05``, ``1:02:03``."""
    if start is None:
        return ""
    seconds = max(((end or datetime.now(UTC)) - start).total_seconds(), 0.0)
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
