"""What follows from signs of life, by a clock that the test turns."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from couture_scheduler.errors import InvalidInputError
from couture_scheduler.executors.remote.signs import Signs
from couture_scheduler.files.worker_machines import Sign, Taken, forget_gone, machine_folder, read_signs, write_sign

SIGN = Sign("one", "host", 1, "1.0", ("default",), 4, "2026-01-01T00:00:00+00:00", "2026-01-01T00:00:00+00:00")


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def signs() -> tuple[Signs, Clock]:
    clock = Clock()
    return Signs(100.0, clock), clock


def test_a_machine_is_lost_when_its_sign_has_not_changed_for_long() -> None:
    seen, clock = signs()
    seen.look({"one": SIGN})
    clock.now = 90
    seen.look({"one": replace(SIGN, beat=1)})
    clock.now = 190
    seen.look({"one": replace(SIGN, beat=1)})
    assert not seen.is_lost("one")
    clock.now = 191
    seen.look({"one": replace(SIGN, beat=1)})
    assert seen.is_lost("one")
    seen.look({"one": replace(SIGN, beat=2)})
    assert not seen.is_lost("one"), "it is back"


def test_a_machine_that_never_gave_a_sign_is_lost_some_time_after_it_was_asked_for() -> None:
    seen, clock = signs()
    clock.now = 500
    assert not seen.is_lost("one")
    clock.now = 601
    assert seen.is_lost("one")


def test_a_launch_has_ended_when_two_later_signs_do_not_name_it() -> None:
    """The first of them may have been gathered before the launch began, and written after."""
    seen, _ = signs()
    seen.look({"one": SIGN})
    since = seen.changes("one")
    ends = []
    for beat in (0, 1, 1, 2):
        seen.look({"one": replace(SIGN, beat=beat)})
        ends.append(seen.has_ended("one", "1.1.1", since))
    assert ends == [False, False, False, True]


def test_a_launch_that_is_named_runs() -> None:
    seen, _ = signs()
    for beat in range(5):
        seen.look({"one": replace(SIGN, beat=beat, running=("1.1.1",))})
    assert not seen.has_ended("one", "1.1.1", 0)
    assert seen.taken() == {"1.1.1"}


def test_of_an_unknown_machine_nothing_is_said() -> None:
    seen, _ = signs()
    assert not seen.has_ended("one", "1.1.1", 0)
    assert seen.changes("one") == 0


def test_signs_are_read_as_they_were_written(tmp_path: Path) -> None:
    sign = replace(SIGN, beat=7, running=("1.1.1", "2.1.1"))
    later = replace(SIGN, name="later")
    for each in (sign, later):
        Taken(tmp_path, each.name)
        write_sign(tmp_path, each)
    file = machine_folder(tmp_path, "later") / "sign.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "what_a_later_version_says": 1}))
    broken = machine_folder(tmp_path, "two")
    broken.mkdir()
    (broken / "sign.json").write_text("{")
    assert read_signs(tmp_path) == {"one": sign, "later": later}


@pytest.mark.parametrize("name", ["", "..", "a/b", "a b", "-x", "ä", "x" * 101])
def test_a_name_is_one_word(tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidInputError, match="letters, digits"):
        machine_folder(tmp_path, name)


def test_what_was_taken_is_remembered_until_it_has_ended(tmp_path: Path) -> None:
    taken = Taken(tmp_path, "one")
    for _ in range(2):
        taken.add("1.1.1", Path("/runs/a"))
    taken.add("2.1.1", Path("/runs/b"))
    taken.remove("2.1.1")
    taken.remove("2.1.1")
    assert Taken(tmp_path, "one").files() == {"1.1.1": Path("/runs/a")}


def test_machines_that_have_gone_long_ago_are_forgotten(tmp_path: Path) -> None:
    for name, at in (("new", "2026-01-08T00:00:00+00:00"), ("old", "2026-01-01T00:00:00+00:00")):
        Taken(tmp_path, name)
        write_sign(tmp_path, replace(SIGN, name=name, at=at))
    forget_gone(tmp_path, datetime(2026, 1, 9, tzinfo=UTC))
    assert list(read_signs(tmp_path)) == ["new"]
