"""Lets tasks that wait for a person go on: when somebody has answered, or when the time for it is up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from couture_jupyter import xcom
from couture_scheduler.engine.launch import EventFired
from couture_scheduler.events import Change
from couture_scheduler.store import human_inputs as questions
from couture_scheduler.store.human_inputs import HumanInputRecord
from couture_scheduler.store.session import Store

IDLE_SECONDS = 60.0
TELL_AGAIN = 5.0  # seconds: an event that the loop could not store is told again


class HumanInput:
    """The duty. ``report`` passes events on to the loop, as the triggerer does."""

    name = "human-input"

    def __init__(
        self,
        store: Store,
        clock: Callable[[], datetime],
        tell: Callable[[list[Change]], None],
        report: Callable[[EventFired], None],
    ) -> None:
        self._store = store
        self._clock = clock
        self._tell = tell
        self._report = report

    def catch_up(self) -> None:
        """Nothing: whoever waits is found by ``turn``."""

    def hear(self, changes: list[Change]) -> None:
        """Nothing: any change wakes the duty, and ``turn`` looks."""

    def turn(self) -> float:
        """Tell the loop whose wait is over; when the next one's is."""
        now = self._clock()
        with self._store.reading() as tx:
            late = questions.overdue(tx, now)
        self._take_defaults([each for each in late if each.defaults is not None], now)
        with self._store.reading() as tx:
            answered = questions.answered(tx)
            until = questions.next_timeout(tx)
        failed = [each for each in late if each.defaults is None]
        for each in answered:
            self._fire(each, _answer(each))
        for each in failed:
            self._fire(each, {"error": "Nobody answered in time, and there is no default.", "error_type": "timeout"})
        if answered or failed:
            return TELL_AGAIN
        return min(max((until - now).total_seconds(), 0.05), IDLE_SECONDS) if until else IDLE_SECONDS

    def _take_defaults(self, late: list[HumanInputRecord], now: datetime) -> None:
        if not late:
            return
        with self._store.transaction() as tx:
            for each in late:
                values = {name: field.get("value") for name, field in each.params.items()}
                questions.answer(tx, each.task_instance_id, chosen=each.defaults or [], params=values, by=None, now=now)
        self._tell([_change(each) for each in late])

    def _fire(self, asked: HumanInputRecord, event: dict[str, Any]) -> None:
        told = {"event": xcom.encode(event)}
        self._report(EventFired(asked.launch_id, asked.dag_run_id, (asked.task_id, asked.map_index), told))


def _answer(asked: HumanInputRecord) -> dict[str, Any]:
    """What ``HITLOperator.execute_complete`` takes."""
    return {
        "chosen_options": asked.chosen_options,
        "params_input": asked.params_input or {},
        "responded_at": asked.responded_at.isoformat() if asked.responded_at else None,
        "responded_by_user": {"id": asked.responded_by, "name": asked.responded_by} if asked.responded_by else None,
        "timedout": asked.responded_by is None,
    }


def _change(asked: HumanInputRecord) -> Change:
    return Change(
        "human_input",
        dag_id=asked.dag_id,
        run_id=asked.run_id,
        task_id=asked.task_id,
        map_index=asked.map_index,
        state="answered",
    )
