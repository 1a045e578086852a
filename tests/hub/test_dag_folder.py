"""The DAG folder of a Hub: made closed, and told of where it is open. With real people: ``test_owners.py``."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection
from pathlib import Path

import pytest
from couture_hub import dag_folder
from couture_hub.__main__ import HubError, make_dag_folder


def test_a_new_folder_is_closed_and_one_that_was_there_is_left_as_it_is(tmp_path: Path) -> None:
    new, open_one = tmp_path / "dags", tmp_path / "before"
    dag_folder.make(new)
    assert stat.S_IMODE(new.stat().st_mode) == 0o750
    open_one.mkdir()
    open_one.chmod(0o777)
    dag_folder.make(open_one)
    assert stat.S_IMODE(open_one.stat().st_mode) == 0o777


def test_a_folder_that_cannot_be_made_says_how_to_make_it(tmp_path: Path) -> None:
    (tmp_path / "dags").write_text("a file")
    with pytest.raises(HubError, match=r"cannot be made by couture: File exists\. Make it: install"):
        make_dag_folder(tmp_path / "dags", "couture")


def test_what_others_can_write_is_found(tmp_path: Path) -> None:
    shared, elsewhere = tmp_path / "shared", tmp_path / "elsewhere"
    folder, one, team, other = shared / "dags", shared / "dags" / "one.py", shared / "dags" / "team", elsewhere / "c.py"
    team.mkdir(parents=True)
    elsewhere.mkdir()
    one.touch()
    other.touch()
    for each in (shared, folder, team, elsewhere, one, other):
        each.chmod(0o755)
    (folder / "c.py").symlink_to(other)
    (folder / "round.py").symlink_to(folder / "round.py")
    shared.chmod(0o3775)
    assert found(tmp_path, folder) == []
    shared.chmod(0o775)  # whoever may write there may rename the folder
    assert found(tmp_path, folder) == [shared]
    shared.chmod(0o755)
    one.chmod(0o664)
    team.chmod(0o1777)
    elsewhere.chmod(0o777)
    assert found(tmp_path, folder) == [elsewhere, one, team]


def test_what_belongs_to_somebody_else_is_theirs_to_change(tmp_path: Path) -> None:
    assert found(tmp_path, tmp_path / "dags", trusted=()) == [tmp_path]


def test_the_warning_names_places_and_the_command() -> None:
    names = [Path(each) for each in ["/dags/a", "/dags/a", "/dags/b", "/dags/c", "/dags/d"]]
    assert dag_folder.warning(Path("/dags"), "couture", []) is None
    told = str(dag_folder.warning(Path("/dags"), "couture", names))
    assert "run as couture: /dags/a, /dags/b, /dags/c and more. Close it: chown -R couture: /dags &&" in told


def found(inside: Path, folder: Path, trusted: Collection[int] = (0, os.getuid())) -> list[Path]:
    """What is open there: what is above ``inside`` is not ours."""
    places = dag_folder.open_places(folder, trusted)
    return [each for each in dict.fromkeys(places) if each.is_relative_to(inside)]
