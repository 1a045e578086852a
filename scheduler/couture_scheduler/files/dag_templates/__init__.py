"""DAG files to begin with: each a text beside this module, with a head of ``name: value`` lines."""

from __future__ import annotations

import keyword
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PLACEHOLDER = "my_dag"


@dataclass(frozen=True, slots=True)
class DagTemplate:
    """One of them. ``source`` has ``my_dag`` where the DAG's id belongs, and where a function takes its name."""

    id: str
    title: str
    description: str
    tags: tuple[str, ...]
    source: str


@cache
def templates() -> tuple[DagTemplate, ...]:
    """All of them, the simplest first."""
    found = [_read(path) for path in Path(__file__).parent.glob("*.txt")]
    return tuple(template for _, template in sorted(found, key=lambda each: each[0]))


def render(template: DagTemplate, dag_id: str) -> str:
    """The text of a file that makes the DAG ``dag_id``, which is a valid one."""
    name = re.sub(r"\W", "_", dag_id, flags=re.ASCII)
    name = f"dag_{name}" if not name or name[0].isdigit() or keyword.iskeyword(name) else name
    named = re.sub(
        rf"^(def )?{PLACEHOLDER}\(", lambda found: f"{found.group(1) or ''}{name}(", template.source, flags=re.M
    )
    return re.sub(rf"{PLACEHOLDER}(?!\()", lambda _: dag_id, named)


def _read(path: Path) -> tuple[int, DagTemplate]:
    head, _, source = path.read_text(encoding="utf-8").partition("\n\n")
    facts = dict(line.split(": ", 1) for line in head.splitlines())
    tags = tuple(each.strip() for each in facts["tags"].split(","))
    return int(facts["rank"]), DagTemplate(path.stem, facts["title"], facts["description"], tags, source)
