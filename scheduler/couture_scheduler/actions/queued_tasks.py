"""Why a queued task has not begun: what the worker machines say."""

from __future__ import annotations

from datetime import datetime

from couture_jupyter.serialization import DagSpec
from couture_scheduler.config import Settings
from couture_scheduler.engine.launch import EDITION
from couture_scheduler.engine.preconditions import machine_has_room
from couture_scheduler.engine.preconditions.machine_has_room import Room
from couture_scheduler.engine.preconditions.verdict import Verdict
from couture_scheduler.files.worker_machines import read_signs


def verdicts(settings: Settings, dag: DagSpec, task_id: str, now: datetime) -> list[Verdict]:
    """The rule for a queued task; none where it runs beside the engine."""
    queue = next((each.queue for each in dag.tasks if each.task_id == task_id), "local")
    if settings.executor == "local" or queue == "local":
        return []
    rooms = [
        Room(sign.name, sign.version, sign.queues, sign.slots, len(sign.running))
        for sign in read_signs(settings.home).values()
        if sign.takes_tasks(now, settings.worker_lost_after)
    ]
    return [machine_has_room.check(queue, EDITION, rooms)]
