"""Prints the log of one try, also while it grows."""

from __future__ import annotations

import queue
from dataclasses import dataclass
from typing import Any

import click

from couture_scheduler.cli.session import Session
from couture_scheduler.errors import InvalidInputError, NotFoundError
from couture_scheduler.events import Change

SWEEP = 5.0  # seconds after which a growing log is looked at although nobody said that it grew


def print_log(
    session: Session,
    dag_id: str,
    run_id: str,
    task_id: str | None,
    map_index: int,
    try_number: int | None,
    *,
    follow: bool,
) -> None:
    """Print the log; with ``follow`` until the try has ended. Programs get the log as it is, too."""
    task = choose_task(session, dag_id, run_id, task_id, map_index)
    number = try_number or task.try_number
    if number == 0:
        raise NotFoundError(f"{task.task_id} has not started yet, so it has no log.")
    reader = _Reader(session, dag_id, run_id, task, number)
    if not follow:
        reader.print_what_is_there()
        return
    news: queue.SimpleQueue[None] = queue.SimpleQueue()
    subscription = session.client.subscribe(lambda changes: news.put(None) if reader.is_meant(changes) else None)
    try:
        while not reader.print_what_is_there():
            _wait(news)
    finally:
        subscription.close()


@dataclass
class _Reader:
    """One log, and how far it was printed."""

    session: Session
    dag_id: str
    run_id: str
    task: Any
    number: int
    offset: int = 0

    def is_meant(self, changes: list[Change]) -> bool:
        """Whether the news are of this task."""
        mine = (self.dag_id, self.run_id, self.task.task_id)
        return any((each.dag_id, each.run_id, each.task_id) == mine for each in changes)

    def print_what_is_there(self) -> bool:
        """Print what is new; whether the log is complete now."""
        from couture_scheduler.actions.task_files import read_log

        while True:
            chunk = read_log(
                self.session.actions,
                self.dag_id,
                self.run_id,
                self.task.task_id,
                self.number,
                map_index=self.task.map_index,
                offset=self.offset,
            )
            click.echo(chunk.text, nl=False)
            self.offset = chunk.next_offset
            if chunk.complete or not chunk.text:
                return chunk.complete


def _wait(news: queue.SimpleQueue[None]) -> None:
    try:
        news.get(timeout=SWEEP)
    except queue.Empty:
        return


def choose_task(session: Session, dag_id: str, run_id: str, task_id: str | None, map_index: int) -> Any:
    """The task that is meant; it may be left out where the run has only one."""
    from couture_scheduler.actions import tasks

    if task_id is not None:
        return tasks.get(session.actions, dag_id, run_id, task_id, map_index).task
    entries = tasks.list_tasks(session.actions, dag_id, run_id).entries
    if len(entries) == 1:
        return entries[0].task
    names = ", ".join(dict.fromkeys(entry.task.task_id for entry in entries)) or "none"
    raise InvalidInputError.at("--task", f"Say which task. The run's tasks are: {names}.")
