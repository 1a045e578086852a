"""Where the files of a run are: every name that a DAG, a run or a task can have makes a folder of its own."""

from __future__ import annotations

import tempfile
from pathlib import Path

from couture_scheduler.files.layout import run_folder, try_folder
from hypothesis import given, settings
from hypothesis import strategies as st

_PARTS = st.sampled_from([".", "..", "/", "\\", "~", "%2E", "\0", "日本語", "a"])
names = (
    st.lists(_PARTS | st.text(max_size=80), min_size=1, max_size=40).map("".join).filter(bool).map(lambda s: s[:250])
)


@settings(deadline=None)
@given(names, names, names, names)
def test_every_name_has_a_folder_inside(dag_id: str, run_id: str, task_id: str, other: str) -> None:
    with tempfile.TemporaryDirectory() as made:
        runs = Path(made).resolve()
        folder = try_folder(runs, dag_id, run_id, task_id, -1, 1)
        folder.mkdir(parents=True)
        assert len(folder.resolve().relative_to(runs).parts) == 4
        assert not any(part.startswith(".") for part in folder.relative_to(runs).parts)
        assert (run_folder(runs, dag_id, run_id) == run_folder(runs, dag_id, other)) == (run_id == other)


def test_two_long_names_with_one_beginning_have_two_folders(tmp_path: Path) -> None:
    first, second = (run_folder(tmp_path, "日" * 200 + end, "run") for end in "ab")
    assert first != second
