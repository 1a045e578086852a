"""Retry policies: a task's own rules for which failures are worth another try, judged by the exception.

Airflow 3.3's: the first rule that fits decides; ``retries`` stays the limit. They are asked in the task's process,
where the exception is.
"""

from __future__ import annotations

import importlib
import logging
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from couture_jupyter.exceptions import DagError, TaskFailed, TaskSkipped

log = logging.getLogger("couture.task")
_DELAY = "couture_retry_delay"
ExceptionSpec = type[BaseException] | str


class RetryAction(StrEnum):
    """What becomes of a try that failed."""

    RETRY = "retry"
    FAIL = "fail"
    DEFAULT = "default"


@dataclass(frozen=True)
class RetryDecision:
    """What becomes of it, how long to wait for the next try (``None``: the task's own delay), and why."""

    action: RetryAction = RetryAction.DEFAULT
    retry_delay: timedelta | None = None
    reason: str | None = None

    @classmethod
    def fail(cls, reason: str | None = None) -> RetryDecision:
        """No more tries."""
        return cls(RetryAction.FAIL, reason=reason)

    @classmethod
    def retry(cls, delay: timedelta | None = None, reason: str | None = None) -> RetryDecision:
        """Another try, while there are tries left."""
        return cls(RetryAction.RETRY, delay, reason)

    @classmethod
    def default(cls) -> RetryDecision:
        """As for a task without a policy."""
        return cls()


class RetryPolicy(ABC):
    """Decides about failures. Subclasses override ``evaluate``."""

    @abstractmethod
    def evaluate(
        self, exception: BaseException, try_number: int, max_tries: int, context: dict[str, Any] | None = None
    ) -> RetryDecision:
        """What becomes of a try that ended with ``exception``. It is not asked about failures for good."""


@dataclass(frozen=True)
class RetryRule:
    """One rule of an ``ExceptionRetryPolicy``.

    Args:
        exception: a class of exceptions, its dotted path, or a list of those.
        action: what to do when it fits.
        retry_delay: how long to wait for the next try instead of the task's own delay.
        reason: why, for the log.
        match_subclasses: whether subclasses fit as well.
    """

    exception: ExceptionSpec | Sequence[ExceptionSpec]
    action: RetryAction = RetryAction.RETRY
    retry_delay: timedelta | None = None
    reason: str | None = None
    match_subclasses: bool = True

    def __post_init__(self) -> None:
        for spec in self._specs():
            if isinstance(spec, str) and "." not in spec:
                raise DagError(
                    f'A RetryRule names an exception by its dotted path ("builtins.ValueError"), not {spec!r}.'
                )

    def matches(self, exc: BaseException) -> bool:
        """Whether the rule is about ``exc``."""
        kinds = tuple(self._classes())
        return isinstance(exc, kinds) if self.match_subclasses else type(exc) in kinds

    def _specs(self) -> list[ExceptionSpec]:
        return [self.exception] if isinstance(self.exception, str | type) else list(self.exception)

    def _classes(self) -> Iterator[type[BaseException]]:
        for spec in self._specs():
            if not isinstance(spec, str):
                yield spec
                continue
            module, _, name = spec.rpartition(".")
            try:
                yield getattr(importlib.import_module(module), name)
            except (ImportError, AttributeError):
                log.info("The retry rule for %s fits nothing: there is no such exception here.", spec)


def judge(
    policy: RetryPolicy | None, error: BaseException, try_number: int, max_tries: int, context: dict[str, Any]
) -> BaseException:
    """What a try ends with after its task's policy was asked: ``TaskFailed`` when another try is not worth it; else
    ``error`` itself, which knows the policy's delay (see ``chosen_delay``)."""
    if policy is None or not isinstance(error, Exception) or isinstance(error, TaskFailed | TaskSkipped):
        return error
    decision = policy.evaluate(error, try_number, max_tries, context)
    log.info("The retry policy says: %s%s", decision.action, f" ({decision.reason})" if decision.reason else "")
    if decision.action is RetryAction.FAIL:
        said = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        return TaskFailed(f"{said}. No more tries: {decision.reason or 'the retry policy says so'}.")
    if decision.action is RetryAction.RETRY and decision.retry_delay is not None:
        error.__dict__[_DELAY] = decision.retry_delay.total_seconds()
    return error


def chosen_delay(error: BaseException) -> float | None:
    """How many seconds a policy wants to wait before the next try; ``None`` when none chose."""
    return error.__dict__.get(_DELAY)


class ExceptionRetryPolicy(RetryPolicy):
    """Rules in their order: the first that fits decides, else ``default``."""

    def __init__(self, rules: Sequence[RetryRule], default: RetryAction = RetryAction.DEFAULT) -> None:
        self.rules, self.default = list(rules), default

    def evaluate(
        self, exception: BaseException, try_number: int, max_tries: int, context: dict[str, Any] | None = None
    ) -> RetryDecision:
        """The decision of the first rule that fits."""
        for rule in self.rules:
            if rule.matches(exception):
                why = rule.reason or f"a rule for {type(exception).__name__} fits"
                return RetryDecision(rule.action, rule.retry_delay, why)
        return RetryDecision(self.default)
