"""What became of a DAG file: what people wrote here, and what was found on the disk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from couture_scheduler.actions import dag_file_content
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.dag_file_history import history
from couture_scheduler.config import Settings
from couture_scheduler.files.atomic import write_atomically
from couture_scheduler.files.dag_texts import current_hash, hash_of
from couture_scheduler.store import dags
from people import Clock

from couture_jupyter.serialization import DagSpec, TaskSpec

FIRST, SECOND = "# first\n", "# second\n"

PATH = "sales.py"


@pytest.fixture
def read(ctx: ActionContext, clock: Clock, settings: Settings) -> Callable[[str], None]:
    """An hour later this content is on the disk, and the engine reads it."""

    settings.dags_folder.mkdir()

    def change(content: str) -> None:
        clock.forward(hours=1)
        write_atomically(settings.dags_folder / PATH, content.encode())
        register(ctx, clock, content)

    return change


def register(ctx: ActionContext, clock: Clock, content: str) -> None:
    """What the engine does when it has read a file."""
    with ctx.store.transaction() as tx:
        spec = DagSpec("sales", {"kind": "none"}, (TaskSpec("only", "EmptyOperator"),))
        dags.register(tx, spec, source=content, kind=dags.FILE, file=PATH, commit=None, now=clock.forward(seconds=1))


def save(ctx: ActionContext, clock: Clock, content: str) -> None:
    """An hour later somebody saves it in the editor, and the engine reads it."""
    clock.forward(hours=1)
    place = ctx.settings.dags_folder / PATH
    dag_file_content.save(ctx, PATH, content, current_hash(place) if place.exists() else None)
    register(ctx, clock, content)


def told(ctx: ActionContext) -> list[str]:
    """The history in short: what happened, the content, the versions of the DAG."""
    names = {hash_of(each.encode()): each[2:].strip() for each in (FIRST, SECOND)}
    return [
        f"{each.event or 'found'} {names[str(each.hash)]} {','.join(str(number) for _, number in each.dags)}"
        for each in history(ctx, PATH)
    ]


def test_a_content_that_was_found_on_the_disk_stays_there_when_somebody_writes_it_again(
    ctx: ActionContext, clock: Clock, read: Callable[[str], None]
) -> None:
    read(FIRST)
    save(ctx, clock, SECOND)
    save(ctx, clock, FIRST)
    assert told(ctx) == ["save_dag_file first 3", "save_dag_file second 2", "found first 1"]


def test_what_is_brought_back_on_the_disk_was_not_written_here(
    ctx: ActionContext, clock: Clock, read: Callable[[str], None]
) -> None:
    save(ctx, clock, FIRST)
    read(SECOND)
    read(FIRST)
    assert told(ctx) == ["found first 3", "found second 2", "create_dag_file first 1"]
