"""The rows of the result, how they are printed and kept."""

from __future__ import annotations

import dataclasses
import json
import platform
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import quantiles

import psutil
from rich.console import Console
from rich.table import Table

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True)
class Row:
    """One measurement beside what it is compared with. ``goal`` is an upper bound of ``ours``, or of the ratio to the
    other when ``goal_is_ratio``."""

    what: str
    ours: float
    unit: str
    other: float | None = None
    other_name: str = ""
    goal: float | None = None
    goal_is_ratio: bool = False

    @property
    def ratio(self) -> float | None:
        """Ours in terms of the other."""
        return self.ours / self.other if self.other else None

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached; ``None`` without a goal."""
        value = self.ratio if self.goal_is_ratio else self.ours
        return None if self.goal is None or value is None else value <= self.goal


def percentile(values: list[float], percent: int) -> float:
    """The value that ``percent`` of a hundred of these do not exceed."""
    return quantiles(values, n=100)[percent - 1]


def show(rows: list[Row], console: Console) -> None:
    """Print the table."""
    table = Table(title="Couture Jupyter beside floors and peers")
    for heading in ("what", "ours", "beside", "ratio", "goal", ""):
        table.add_column(heading, justify="left" if heading in ("what", "beside", "") else "right")
    for row in rows:
        table.add_row(
            row.what,
            f"{row.ours:.4g} {row.unit}",
            f"{row.other_name} {row.other:.4g} {row.unit}" if row.other is not None else row.other_name,
            f"{row.ratio:.2f}" if row.ratio else "",
            goal_text(row),
            {True: "[green]met[/]", False: "[red]missed[/]", None: ""}[row.met],
        )
    console.print(table)


def goal_text(row: Row) -> str:
    """The goal for people."""
    if row.goal is None:
        return ""
    return f"≤ {row.goal:g} times" if row.goal_is_ratio else f"≤ {row.goal:g} {row.unit}"


def keep(rows: list[Row]) -> Path:
    """Write the rows and what they were measured on into ``benchmarks/results``."""
    RESULTS.mkdir(exist_ok=True)
    now = datetime.now().astimezone()
    machine = {
        "python": sys.version.split()[0],
        "system": platform.platform(),
        "cores": psutil.cpu_count(),
        "load": psutil.getloadavg(),
    }
    path = RESULTS / f"{now:%Y-%m-%d-%H%M%S}.json"
    document = {"at": now.isoformat(), "machine": machine, "rows": [dataclasses.asdict(row) for row in rows]}
    path.write_text(json.dumps(document, indent=1), encoding="utf-8")
    return path
