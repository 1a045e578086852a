"""What those who look on are told while a notebook runs: together with the saved document it is the whole notebook."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

from couture_scheduler.files.live_journals import METADATA, LivePlace, journal_path, read_live
from couture_scheduler.kernels import live_journal
from couture_scheduler.kernels.live_journal import LiveJournal
from nbformat.v4 import new_code_cell, new_notebook, new_output


def _events(folder: Path, offset: int = 0, generation: int = 0) -> list[dict[str, Any]]:
    return [json.loads(line) for line in read_live(folder, LivePlace(generation, offset)).lines.splitlines()]


def _told(journal: LiveJournal, folder: Path) -> list[dict[str, Any]]:
    journal.mark()
    return _events(folder)


def _notebook(*cells: str) -> Any:
    return new_notebook(cells=[new_code_cell(source) for source in cells])


async def _write(journal: LiveJournal, notebook: Any) -> None:
    outs = notebook.cells[0].outputs
    outs.append(new_output("stream", name="stdout", text=""))
    journal.text(outs[0], "one\n")
    journal.touch(0)
    outs.append(new_output("display_data", {"text/plain": "a picture"}))
    journal.touch(0)


def test_texts_and_outputs_are_told_in_their_order(tmp_path: Path) -> None:
    notebook = _notebook("x")
    journal = LiveJournal(notebook, tmp_path)
    asyncio.run(_write(journal, notebook))
    text, output, cell = _told(journal, tmp_path)
    assert (text["op"], text["output"], text["text"]) == ("text", 0, "one\n")
    assert (output["op"], output["output"], output["value"]["data"]) == ("output", 1, {"text/plain": "a picture"})
    assert (cell["op"], cell["cell"]) == ("cell", 0)
    assert notebook.metadata[METADATA]["offset"] == journal_path(tmp_path, 0).stat().st_size


def test_what_was_cleared_is_cut_and_what_was_changed_is_told_again(tmp_path: Path) -> None:
    notebook = _notebook("x")
    journal = LiveJournal(notebook, tmp_path)
    asyncio.run(_write(journal, notebook))
    journal.mark()
    seen = notebook.metadata[METADATA]["offset"]

    async def change() -> None:
        outs = notebook.cells[0].outputs
        outs[1]["data"] = {"text/plain": "another"}
        journal.changed(0, outs[1])
        journal.mark()
        outs[:] = []
        journal.touch(0)
        journal.mark()

    asyncio.run(change())
    replaced, cut = _events(tmp_path, seen)
    assert (replaced["output"], replaced["value"]["data"]) == (1, {"text/plain": "another"})
    assert cut == {"op": "cut", "cell": 0, "output": 0}


def test_of_a_flood_of_text_the_end_is_told(tmp_path: Path) -> None:
    notebook = _notebook("x")
    journal = LiveJournal(notebook, tmp_path)

    async def flood() -> None:
        output = new_output("stream", name="stdout", text="")
        notebook.cells[0].outputs.append(output)
        for number in range(100_000):
            journal.text(output, f"{number}\n")
        journal.touch(0)
        journal.mark()

    asyncio.run(flood())
    text = _events(tmp_path)[0]
    assert text["text"].endswith("99999\n")
    assert len(text["text"]) == live_journal.MOST_TEXT
    assert text["skipped"] + len(text["text"]) == sum(len(f"{number}\n") for number in range(100_000))


def test_a_long_journal_is_followed_by_a_new_one(tmp_path: Path) -> None:
    notebook = _notebook("x")
    journal = LiveJournal(notebook, tmp_path, longest=10)
    asyncio.run(_write(journal, notebook))
    journal.mark()
    assert notebook.metadata[METADATA] == {"generation": 1, "offset": 0}
    assert read_live(tmp_path, LivePlace(0, 5)).gone
    journal.close()
    assert METADATA not in notebook.metadata
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_ends_the_journal_and_not_the_run(tmp_path: Path) -> None:
    journal_path(tmp_path, 0).symlink_to("/dev/full")  # takes nothing: "no space left on device"
    notebook = _notebook("x")
    journal = LiveJournal(notebook, tmp_path)
    asyncio.run(_write(journal, notebook))
    journal.mark()
    assert METADATA not in notebook.metadata
    assert list(tmp_path.iterdir()) == []
    asyncio.run(_write(journal, notebook))
    journal.mark()


def test_a_journal_that_cannot_be_begun_is_done_without(tmp_path: Path) -> None:
    notebook = _notebook("x")
    journal = LiveJournal(notebook, tmp_path / "missing")
    asyncio.run(_write(journal, notebook))
    journal.mark()
    assert METADATA not in notebook.metadata


def test_a_line_that_is_being_written_is_not_read(tmp_path: Path) -> None:
    journal_path(tmp_path, 0).write_text('{"op": 1}\n{"op"')
    window = read_live(tmp_path, LivePlace(0, 0))
    assert window.lines == '{"op": 1}\n'
    assert window.place == LivePlace(0, 10)
    assert len(read_live(tmp_path, LivePlace(0, 0), limit=3).lines) == 10


def test_a_running_notebook_tells_its_output_before_the_cell_is_over(notebooks: Any, tmp_path: Path) -> None:
    flag = tmp_path / "flag"
    run = notebooks.start(
        "print('hello', flush=True)\nimport pathlib, time\n"
        f"while not pathlib.Path({str(flag)!r}).exists(): time.sleep(0.05)",
    )
    folder = run.target.parent
    run.wait_until(lambda: any(event.get("text") == "hello\n" for event in _events(folder)))
    place = run.document.metadata[METADATA]
    assert place["generation"] == 0
    flag.touch()
    assert METADATA not in run.end().metadata
    assert read_live(folder, LivePlace(0, 0)).gone
