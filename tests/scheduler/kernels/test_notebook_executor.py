"""Notebooks on real kernels: parameters, streaming, failures, limits."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from couture_scheduler.kernels.notebook_executor import NotebookJob, execute_notebook
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from couture_jupyter.exceptions import TaskFailed

PARAMETERS = new_code_cell("a = 1\ntwice = a * 2", metadata={"tags": ["parameters"]})


def text(document: Any, index: int) -> str:
    return "".join(output.get("text", "") for output in document.cells[index].outputs)


# -- parameters, by papermill's rules ----------------------------------------------------------------------------------


def test_parameters_are_injected_after_the_parameters_cell_and_nothing_is_recomputed(notebooks: Any) -> None:
    document = notebooks.run(PARAMETERS, "print(a, twice)", parameters={"a": 9})
    assert document.cells[1].metadata.tags == ["injected-parameters"]
    assert text(document, 2) == "9 2\n"
    assert document.metadata.papermill.parameters == {"a": 9}


def test_without_a_parameters_cell_they_stand_on_top(notebooks: Any) -> None:
    document = notebooks.run("print(a)", parameters={"a": "x"})
    assert document.cells[0].metadata.tags == ["injected-parameters"]
    assert text(document, 1) == "x\n"


def test_the_name_of_a_parameter_cannot_be_code(tmp_path: Path) -> None:
    source = tmp_path / "input.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell("1")], metadata={"language_info": {"name": "python"}}), source)
    for name in ("a = 1\nimport os #", "a b", "import", ""):
        with pytest.raises(TaskFailed, match="name of a parameter"):
            execute_notebook(NotebookJob(source, tmp_path / "out.ipynb", {name: 1}), on_progress=print)


def test_without_parameters_nothing_is_injected(notebooks: Any) -> None:
    document = notebooks.run(PARAMETERS, "print(a)")
    assert len(document.cells) == 2
    assert text(document, 1) == "1\n"


# -- what the executed notebook holds ----------------------------------------------------------------------------------


def test_each_cell_carries_papermills_metadata(notebooks: Any) -> None:
    document = notebooks.run("1 + 1", new_markdown_cell("words"), "x = 2")
    assert [cell.metadata.papermill.status for cell in document.cells] == ["completed"] * 3
    assert document.cells[0].metadata.papermill.duration > 0
    assert document.metadata.papermill.exception is None
    assert document.metadata.language_info.name == "python"
    assert document.cells[0].execution_count == 1


def test_images_and_updates_of_displays_arrive(notebooks: Any) -> None:
    document = notebooks.run(
        "from IPython.display import Image, display\n"
        "display(Image(data=bytes.fromhex('89504e470d0a1a0a'), format='png'))\n"
        "handle = display('first', display_id=True)",
        "handle.update('second')",
    )
    image, shown = document.cells[0].outputs
    assert image.data["image/png"].strip() == "iVBORw0KGgo="
    assert shown.data["text/plain"] == "'second'"


def test_pieces_of_a_stream_are_one_output(notebooks: Any) -> None:
    document = notebooks.run(
        "import sys\nfor n in range(100):\n    print(n)\n    sys.stdout.flush()\nprint('warn', file=sys.stderr)"
    )
    stdout, stderr = document.cells[0].outputs
    assert stdout.text == "".join(f"{n}\n" for n in range(100))
    assert stderr.text == "warn\n"


def test_a_progress_bar_leaves_its_last_state(notebooks: Any) -> None:
    document = notebooks.run(
        "import sys\nfor n in range(50):\n    print(f'\\r{n:3}%', end='')\n    sys.stdout.flush()\nprint('\\ndone')"
    )
    assert text(document, 0) == " 49%\ndone\n"


def test_cleared_output_is_gone(notebooks: Any) -> None:
    document = notebooks.run(
        "from IPython.display import clear_output\nprint('old')\nclear_output(wait=True)\nprint('new')"
    )
    assert text(document, 0) == "new\n"


def test_output_of_a_thread_belongs_to_its_cell_even_later(notebooks: Any) -> None:
    document = notebooks.run(
        "import threading\nevent = threading.Event()\n"
        "def late():\n    event.wait()\n    print('late')\n"
        "thread = threading.Thread(target=late)\nthread.start()",
        "event.set(); thread.join()\nprint('second')",
    )
    assert text(document, 0) + text(document, 1) in ("late\nsecond\n", "latesecond\n\n")


# -- while it runs -----------------------------------------------------------------------------------------------------


def test_the_file_grows_with_each_message_and_progress_is_told(notebooks: Any) -> None:
    wait = (
        "from pathlib import Path\nimport time\nprint('begun', flush=True)\n"
        "while not Path('go').exists():\n    time.sleep(0.01)\nprint('over')"
    )
    run = notebooks.start("1", new_markdown_cell("words"), wait, "3")
    run.wait_until(lambda: "begun" in run.text(2))
    assert run.document.cells[2].metadata.papermill.status == "running"
    assert (run.progress[-1].cell, run.progress[-1].cells, run.progress[-1].running) == (1, 3, 2)
    (notebooks.folder / "go").touch()
    run.end()
    assert run.text(2) == "begun\nover\n"
    assert (run.progress[-1].cell, run.progress[-1].cells, run.progress[-1].running) == (3, 3, None)


def test_what_is_printed_goes_to_the_log_too(notebooks: Any, capsys: pytest.CaptureFixture[str]) -> None:
    notebooks.start("print('into the log')\n1/0").end()
    log = capsys.readouterr().out
    assert "into the log" in log
    assert "ZeroDivisionError: division by zero" in log
    assert "\x1b[" not in log


# -- failures ----------------------------------------------------------------------------------------------------------


def test_a_failing_cell_is_named_and_marked_as_papermill_does(notebooks: Any) -> None:
    run = notebooks.start("print('before')", "1 / 0", "print('after')")
    document = run.end()
    assert run.failure is not None
    assert str(run.failure) == "Cell 2 of 3 failed: ZeroDivisionError: division by zero"
    assert (run.failure.cell_index, run.failure.error_name) == (3, "ZeroDivisionError")
    assert "An Exception was encountered" in document.cells[0].source
    assert 'id="papermill-error-cell"' in document.cells[2].source
    assert document.cells[3].outputs[-1].ename == "ZeroDivisionError"
    assert document.cells[3].metadata.papermill.status == "failed"
    assert document.cells[4].outputs == []
    assert run.progress[-1].failed == 3


def test_a_killed_kernel_fails_with_a_sentence_and_the_notebook_is_kept(notebooks: Any) -> None:
    run = notebooks.start(
        "print('before')",
        "import os, signal\nprint('last words', flush=True)\nwhile not os.path.exists('go'): pass\n"
        "os.kill(os.getpid(), signal.SIGKILL)",
    )
    run.wait_until(lambda: "last words" in run.text(1))
    (notebooks.folder / "go").touch()
    document = run.end()
    assert run.failure is not None
    assert run.failure.error_name == "DeadKernel"
    assert "The kernel died while cell 2 of 2 ran. The kernel was killed, most likely" in str(run.failure)
    assert text(document, 1) == "before\n"
    assert text(document, 3) == "last words\n"


def test_a_kernel_that_leaves_on_its_own_fails_the_cell(notebooks: Any) -> None:
    run = notebooks.start("import os\nos._exit(3)")
    run.end()
    assert "ended itself with exit status 3" in str(run.failure)


def test_sys_exit_zero_ends_the_notebook_well(notebooks: Any) -> None:
    document = notebooks.run("import sys\nsys.exit(0)", "print('not reached')")
    assert document.cells[1].outputs == []


def test_input_fails_at_once(notebooks: Any) -> None:
    run = notebooks.start("input('?')")
    run.end()
    assert run.failure is not None
    assert run.failure.error_name == "StdinNotImplementedError"


def test_a_cell_that_may_raise_does_not_stop_the_notebook(notebooks: Any) -> None:
    document = notebooks.run(new_code_cell("1 / 0", metadata={"tags": ["raises-exception"]}), "print('on')")
    assert text(document, 1) == "on\n"


def test_an_unknown_kernel_is_named(notebooks: Any) -> None:
    run = notebooks.start("1", kernel_name="cobol")
    run.end()
    assert "There is no kernel 'cobol' on this machine" in str(run.failure)


# -- much output -------------------------------------------------------------------------------------------------------


def test_twenty_megabytes_are_bounded_in_the_notebook_and_whole_in_the_log(
    notebooks: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    """The bound is 10 MB for one output: half from its head, half from its tail."""
    document = notebooks.run("line = 'x' * 99\nfor n in range(200_000):\n    print(line)\nprint('the end')")
    kept = text(document, 0)
    assert 10_000_000 <= len(kept) < 10_001_000
    assert re.search(r"\[… 10,0\d\d,\d\d\d characters left out here", kept)
    assert kept.endswith("x\nthe end\n")
    assert len(capfd.readouterr().out) >= 20_000_000


# -- other ways in -----------------------------------------------------------------------------------------------------


def test_it_runs_without_a_pool(poolless: Any) -> None:
    assert text(poolless.run("print(1)"), 0) == "1\n"


def test_a_dead_kernel_is_noticed_without_a_pool(poolless: Any) -> None:
    run = poolless.start("import os\nos._exit(1)")
    run.end()
    assert run.failure is not None
    assert run.failure.error_name == "DeadKernel"


def test_papermill_itself_can_use_the_engine(notebooks: Any, pool: str) -> None:
    notebooks.run("print('made')", PARAMETERS)
    folder = notebooks.folder
    done = subprocess.run(
        [sys.executable, "-m", "papermill", "--engine", "couture", "-p", "a", "5", "input.ipynb", "by-hand.ipynb"],
        cwd=folder, env={**os.environ, "COUTURE_KERNEL_POOL": pool}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    document = json.loads((folder / "by-hand.ipynb").read_text())
    assert "".join(document["cells"][0]["outputs"][0]["text"]) == "made\n"
