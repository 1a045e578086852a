"""Rules of messages in DAG files."""

from __future__ import annotations

from typing import Any

import pytest

from couture_jupyter import DAG
from couture_jupyter.exceptions import DagError
from couture_jupyter.notebook_options import NotifyRule
from couture_jupyter.serialization import from_json, to_json
from couture_jupyter.serialization.serialize import serialize_dag


def test_a_rule_may_be_written_shortly_and_is_in_the_spec() -> None:
    dag = DAG("a", notify=[{"on": "failure", "to": "ada@example.org"}, NotifyRule(("late",), "slack", ("team",), 60)])
    assert dag.notify[0] == NotifyRule(("failure",), "email", ("ada@example.org",))
    spec = from_json(to_json(serialize_dag(dag)))
    assert [NotifyRule.of(rule) for rule in spec.notify] == list(dag.notify)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"on": "burning", "to": "a@x.org"}, "on: Choose"),
        ({"on": [], "to": "a@x.org"}, "on: Choose"),
        ({"to": "a@x.org", "channel": "pigeon"}, "channel: Choose"),
        ({"on": "failure"}, "to: Say whom"),
        ({"on": "late", "to": "a@x.org"}, "late_after: Say after how long"),
        ({"on": "late", "to": "a@x.org", "late_after": -1}, "late_after: Give a number"),
        ({"on": "late", "to": "a@x.org", "late_after": "1h"}, "late_after: Say after how long"),
        ({"whom": "a@x.org"}, "whom"),
        ("ada", "cannot be understood"),
    ],
)
def test_a_wrong_rule_is_refused_with_its_field(rule: Any, words: str) -> None:
    with pytest.raises(DagError, match=words):
        DAG("a", notify=[rule])
