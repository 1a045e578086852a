"""BaseSensorOperator: asks again and again until the answer is yes, or it has waited for long enough.

In mode ``poke`` the process waits between two questions; in mode ``reschedule`` it is given back, and the try goes on
in a new one. Deferrable sensors wait in a trigger.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from couture_jupyter.airflow_compat.errors import AirflowTaskTimeout, TaskDeferralTimeout
from couture_jupyter.arguments import duration
from couture_jupyter.configuration import conf
from couture_jupyter.exceptions import (
    CoutureError,
    DagError,
    SensorTimeout,
    TaskFailed,
    TaskRescheduled,
    TaskSkipped,
)
from couture_jupyter.operators.base import BaseOperator, Context
from couture_jupyter.runtime import current_task

WEEK = 7 * 24 * 3600.0
_BEGAN = "waiting-since.txt"
_MODES = ("poke", "reschedule")
Sensor = TypeVar("Sensor", bound="type[BaseSensorOperator]")


@dataclass
class PokeReturnValue:
    """A sensor's answer with a value: ``xcom_value`` becomes the XCom of the task when ``is_done``."""

    is_done: bool
    xcom_value: Any = None

    def __bool__(self) -> bool:
        return self.is_done


class BaseSensorOperator(BaseOperator):
    """Calls ``poke`` until it answers something true. Subclasses override ``poke``.

    Args:
        poke_interval: seconds (or a ``timedelta``) between two questions.
        timeout: seconds (or a ``timedelta``) after which it fails for good; without retries. In mode ``reschedule``
            they count from the first try, in mode ``poke`` from each.
        soft_fail: whether it is skipped where it would fail because of the time or of a ``TaskFailed``.
        never_fail: whether it is skipped whatever ``poke`` raises; not together with ``soft_fail``.
        silent_fail: whether an error of ``poke`` counts as no, and is logged.
        mode: ``"poke"`` or ``"reschedule"``, which gives the process back between two questions.
        exponential_backoff: whether the pauses become longer, about twice as long each time.
        max_wait: the longest pause then.
    """

    ui_color = "#e6f1f2"
    valid_modes = _MODES

    def __init__(
        self,
        *,
        poke_interval: timedelta | float = 60,
        timeout: timedelta | float | None = None,
        soft_fail: bool = False,
        mode: str = "poke",
        exponential_backoff: bool = False,
        max_wait: timedelta | float | None = None,
        silent_fail: bool = False,
        never_fail: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        given = timeout if timeout is not None else conf.getfloat("sensors", "default_timeout", fallback=WEEK)
        self.poke_interval = self._seconds("poke_interval", poke_interval) or 0.0
        self.timeout = self._seconds("timeout", given) or 0.0
        self.max_wait = self._seconds("max_wait", max_wait)
        self.soft_fail, self.never_fail, self.silent_fail = soft_fail, never_fail, silent_fail
        self.exponential_backoff = exponential_backoff
        self.mode = mode
        self._check()

    def _seconds(self, name: str, value: Any) -> float | None:
        given = duration(f'{name} of task "{self.task_id}"', value)
        if given is not None and given < timedelta(0):
            raise DagError(f'{name} of task "{self.task_id}" cannot be negative.')
        return None if given is None else given.total_seconds()

    def _check(self) -> None:
        if self.mode not in _MODES:
            raise DagError(f'The mode of task "{self.task_id}" is "poke" or "reschedule", not {self.mode!r}.')
        if self.soft_fail and self.never_fail:
            raise DagError(f'Task "{self.task_id}": soft_fail and never_fail cannot both be true.')

    @property
    def reschedule(self) -> bool:
        """Whether it gives its process back between two questions."""
        return self.mode == "reschedule"

    def poke(self, context: Context) -> bool | PokeReturnValue:
        """Whether what it waits for is there. Subclasses override this."""
        raise NotImplementedError(f"{type(self).__name__} has no poke method.")

    def execute(self, context: Context) -> Any:
        """Ask until the answer is yes."""
        waited = _waited_since(context["ti"], self.retries) if self.reschedule else _waited_from_now()
        number = _estimated(waited(), self.poke_interval) if self.exponential_backoff and self.reschedule else 1
        while True:
            answer = self._ask(context)
            if answer:
                self.log.info("What %s waits for is there.", self.task_id)
                return answer.xcom_value if isinstance(answer, PokeReturnValue) else None
            seconds = waited()
            if seconds > self.timeout:
                self._give_up(seconds)
            self._wait(self._pause(number, seconds))
            number += 1

    def resume_execution(self, next_method: str, next_kwargs: dict[str, Any] | None, context: Context) -> Any:
        """Go on after a trigger; a wait that was too long is the sensor's own timeout."""
        if next_method == "execute":
            return super().resume_execution(next_method, next_kwargs, context)
        try:
            return super().resume_execution(next_method, next_kwargs, context)
        except TaskDeferralTimeout as error:
            if self.soft_fail or self.never_fail:
                raise TaskSkipped(f"Waited long enough: {error}") from error
            raise SensorTimeout(str(error)) from error
        except TaskSkipped:
            raise
        except CoutureError as error:
            if self.soft_fail or self.never_fail:
                raise TaskSkipped(f"Skipped instead of failing: {error}") from error
            raise

    def _ask(self, context: Context) -> bool | PokeReturnValue:
        try:
            return self.poke(context)
        except TaskSkipped:
            raise
        except (TaskFailed, AirflowTaskTimeout) as error:
            if self.soft_fail or self.never_fail:
                raise TaskSkipped(f"Skipped instead of failing: {error}") from error
            raise
        except Exception as error:
            if self.never_fail:
                raise TaskSkipped(f"Skipped instead of failing: {error}") from error
            if not self.silent_fail:
                raise
            self.log.exception("The question failed, which counts as no.")
            return False

    def _give_up(self, seconds: float) -> None:
        message = f"What {self.task_id} waits for did not come within {self.timeout:g} seconds ({seconds:.0f} waited)."
        if self.soft_fail or self.never_fail:
            raise TaskSkipped(message)
        raise SensorTimeout(message)

    def _wait(self, seconds: float) -> None:
        if self.reschedule:
            raise TaskRescheduled(datetime.now(UTC) + timedelta(seconds=seconds))
        time.sleep(seconds)

    def _pause(self, number: int, waited: float) -> float:
        """Seconds until the next question. With backoff pauses double, and a part is left to chance, so that sensors
        which began together do not ask together for ever."""
        if not self.exponential_backoff:
            return self.poke_interval
        least = max(self.poke_interval * 2.0 ** min(number - 2, 64), 1.0)
        pause = min(least * (1 + random.random()), max(self.timeout - waited, 1.0))  # noqa: S311
        return pause if self.max_wait is None else min(pause, self.max_wait)


def _waited_from_now() -> Callable[[], float]:
    """For how long it has waited: each try in mode ``poke`` begins anew."""
    began = time.monotonic()
    return lambda: time.monotonic() - began


def _waited_since(ti: Any, retries: int) -> Callable[[], float]:
    """For how long it has waited in mode ``reschedule``: the first try since the task was cleared counts, not this one.
    When that began is kept in its folder."""
    this_try = current_task.get().this_try
    first = max(this_try.max_tries - retries, 0) + 1
    kept = this_try.folder.with_name(f"try-{first}") / _BEGAN
    if this_try.try_number <= first:
        kept = this_try.folder / _BEGAN
        if not kept.exists():
            kept.write_text(ti.first_started_at.isoformat(), encoding="utf-8")
    began = datetime.fromisoformat(kept.read_text(encoding="utf-8")) if kept.exists() else ti.first_started_at
    return lambda: (datetime.now(UTC) - began).total_seconds()


def _estimated(waited: float, interval: float) -> int:
    """Which question this is, when pauses doubled: nobody counted across processes."""
    return 1 + int(math.log2(waited / max(interval, 1.0) + 1))


def poke_mode_only(cls: Sensor) -> Sensor:
    """Class decorator for sensors that work in mode ``poke`` only."""
    if not (isinstance(cls, type) and issubclass(cls, BaseSensorOperator)):
        raise DagError(f"poke_mode_only is for sensors; {cls!r} is none.")

    def mode(self: Any) -> str:
        return "poke"

    def set_mode(self: Any, value: str) -> None:
        if value != "poke":
            raise DagError(f'{cls.__name__} works in mode "poke" only, not {value!r}.')

    cls.mode = property(mode, set_mode)  # type: ignore[assignment]
    return cls
