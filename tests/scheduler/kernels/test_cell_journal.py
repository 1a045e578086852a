"""What each cell took is written down while the notebook runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from couture_scheduler.files.cells import CELLS_NAME, plan, read_journal
from nbformat.v4 import new_code_cell, new_notebook


def test_each_cell_has_its_line(notebooks: Any) -> None:
    notebooks.run("print('ä' * 10)", "# said in words", "x = 1")
    found = read_journal(notebooks.folder)
    assert [each.title for each in found.plan] == ["print('ä' * 10)", "# said in words", "x = 1"]
    first, _, last = found.runs
    assert (first.state, first.output_bytes, last.output_bytes) == ("success", 21, 0)
    assert first.memory_bytes is not None
    assert first.memory_bytes > 10_000_000
    assert first.kernel_id == found.kernel_id != ""
    assert 0 < last.seconds < 30
    assert found.running is None


def test_it_grows_while_the_notebook_runs(notebooks: Any) -> None:
    go = notebooks.folder / "go"
    run = notebooks.start(
        "print(1)", f"import pathlib, time\nwhile not pathlib.Path({str(go)!r}).exists(): time.sleep(0.01)"
    )
    run.wait_until(lambda: read_journal(notebooks.folder).running == 1)
    found = read_journal(notebooks.folder)
    assert [each.index for each in found.runs] == [0]
    go.touch()
    run.end()
    assert [each.index for each in read_journal(notebooks.folder).runs] == [0, 1]


def test_the_same_failure_has_the_same_fingerprint_in_another_run(notebooks: Any) -> None:
    cells = [new_code_cell("def f(n):\n    return 1 / n"), new_code_cell("import time\nf(0 * time.time())")]
    prints = []
    for _ in range(2):
        run = notebooks.start(*cells)
        run.end()
        failed = read_journal(notebooks.folder).runs[-1]
        assert (failed.index, failed.state) == (1, "failed")
        prints.append(failed.fingerprint)
    assert prints[0] is not None
    assert prints[0] == prints[1]


def test_cells_without_ids_are_known_by_their_source() -> None:
    cells = [new_code_cell(source) for source in ("a = 1", "b = 2", "a = 1")]
    old = new_notebook(cells=cells, metadata={"orig_nbformat_minor": 4})
    keys = [each.key for each in plan(old).values()]
    assert keys[2] == f"{keys[0]}#2"
    assert keys == [each.key for each in plan(new_notebook(cells=cells, metadata={"jupytext": {}})).values()]
    assert keys[0] not in (keys[1], cells[0].id)
    assert {each.lasting_key for each in plan(old).values()} == {""}
    assert [each.lasting_key for each in plan(new_notebook(cells=cells)).values()] == [cell.id for cell in cells]
    assert [each.key for each in plan(new_notebook(cells=cells)).values()] == [cell.id for cell in cells]


def test_lines_that_are_damaged_are_left_out(tmp_path: Path) -> None:
    good = {"index": 1, "key": "k", "source_hash": "h", "state": "success", "started_at": "2026-03-01T12:00:00+00:00"}
    good |= {"seconds": 1.5, "output_bytes": 3}
    lines = [good, {**good, "index": 2, "seconds": float("nan")}, {**good, "index": -3}, {"plan": 7}, [1]]
    text = "\n".join(map(json.dumps, lines)) + '\n{"index": 4, "key'
    (tmp_path / CELLS_NAME).write_text(text, encoding="utf-8")
    assert [each.index for each in read_journal(tmp_path).runs] == [1]
    assert read_journal(tmp_path / "nothing").runs == ()


def test_a_journal_that_cannot_be_written_does_not_hurt_the_run(notebooks: Any) -> None:
    (notebooks.folder / CELLS_NAME).mkdir()
    document = notebooks.run("print(1)")
    assert document.cells[0].outputs[0].text == "1\n"
    assert read_journal(notebooks.folder).runs == ()
