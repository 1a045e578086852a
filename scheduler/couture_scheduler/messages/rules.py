"""Which rules are about an event, and whom they name. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from couture_jupyter.notebook_options import NotifyRule


@dataclass(frozen=True, slots=True, order=True)
class Target:
    """One recipient on one channel. Two rules that name the same one make one message."""

    channel: str
    recipient: str

    @property
    def key(self) -> str:
        """Its name in the outbox."""
        return hashlib.sha256(json.dumps([self.channel, self.recipient]).encode()).hexdigest()


def rules_of(notify: Iterable[dict[str, Any]]) -> list[NotifyRule]:
    """The rules in a DAG's spec."""
    return [NotifyRule.of(each) for each in notify]


def wanting(rules: Iterable[NotifyRule], event: str) -> list[Target]:
    """Who wants to hear of ``event``, each once."""
    return sorted({target for rule in rules if event in rule.on for target in _targets(rule)})


def of_success(rules: Iterable[NotifyRule], *, recovered: bool) -> Iterator[tuple[str, Target]]:
    """The events of a run that succeeded: who wants to hear of recoveries hears of one, and of no success beside it."""
    rules = list(rules)
    recovering = wanting(rules, "recovery") if recovered else []
    yield from (("recovery", target) for target in recovering)
    yield from (("success", target) for target in wanting(rules, "success") if target not in recovering)


def lateness(rules: Iterable[NotifyRule]) -> dict[float, list[Target]]:
    """After how many seconds who wants to be told that a run is late."""
    found: dict[float, set[Target]] = {}
    for rule in rules:
        if "late" in rule.on and rule.late_after:
            found.setdefault(rule.late_after, set()).update(_targets(rule))
    return {seconds: sorted(targets) for seconds, targets in found.items()}


def _targets(rule: NotifyRule) -> Iterator[Target]:
    for recipient in rule.to:
        yield Target(rule.channel, recipient.strip())
