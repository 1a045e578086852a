"""What people see of rendered template fields: plain JSON, without secrets, of a bearable length."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from couture_scheduler.kernels.masks import Masks
from couture_scheduler.worker.rendered import LONGEST, MOST, for_people


def told(masks: Masks | None = None, **fields: Any) -> dict[str, Any] | None:
    return for_people(SimpleNamespace(template_fields=tuple(fields), **fields), masks or Masks())


def test_fields_without_a_value_are_left_out() -> None:
    assert told(command="ls", env=None, arguments=[], cwd="") == {"command": "ls"}
    assert told(env=None) is None
    assert for_people(SimpleNamespace(template_fields=("missing",)), Masks()) is None


def test_secrets_are_hidden_by_value_and_by_name() -> None:
    found = told(Masks(["s3cret-value"]), command="login s3cret-value", env={"DB_PASSWORD": "other", "HOME": "/h"})
    assert found == {"command": "login ***", "env": {"DB_PASSWORD": "***", "HOME": "/h"}}


def test_what_is_long_is_cut_and_says_so() -> None:
    found = told(text="x" * (LONGEST + 7), rows=list(range(MOST + 3)), table={str(n): n for n in range(MOST + 1)})
    assert found is not None
    assert found["text"].endswith("… (7 more characters)")
    assert (len(found["rows"]), found["rows"][-1]) == (MOST + 1, "… 3 more")
    assert found["table"]["…"] == "1 more"


class Silent:
    def __str__(self) -> str:
        raise ValueError("no")


def test_any_object_becomes_json() -> None:
    found = told(at=datetime(2026, 3, 1, tzinfo=UTC), many=(1, {2.5}), odd=float("nan"), silent=Silent(), yes=False)
    assert found == {
        "at": "2026-03-01 00:00:00+00:00",
        "many": [1, [2.5]],
        "odd": "nan",
        "silent": "<Silent: its text cannot be shown: ValueError>",
        "yes": False,
    }


def test_what_holds_itself_ends() -> None:
    endless: list[Any] = []
    endless.append(endless)
    assert told(endless=endless) is not None


def test_a_try_reports_its_rendered_fields_also_when_it_fails(place: Any) -> None:
    source = (
        'from couture_jupyter import *\nwith DAG("dag", params={"n": 3}):\n'
        '    BashOperator(task_id="task", bash_command="exit {{ params.n }}")\n'
    )
    launch = place.launch(source)
    place.executor.submit(launch)
    outcome = place.end(launch).outcome
    assert outcome.kind == "failed"
    assert outcome.rendered["bash_command"] == "exit 3"
