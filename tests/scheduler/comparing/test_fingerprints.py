"""The same failure has the same fingerprint in every run, another one has another."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from couture_scheduler.comparing.fingerprints import frames_of, normalised, of_exception, of_output, of_sentence

TRACEBACK = """\x1b[31m---------------------------------------------------------------------------\x1b[39m
\x1b[31mZeroDivisionError\x1b[39m                         Traceback (most recent call last)
\x1b[36mCell\x1b[39m\x1b[36m \x1b[39m\x1b[32mIn[{count}]\x1b[39m\x1b[32m, line 1\x1b[39m
\x1b[32m----> \x1b[39m\x1b[32m1\x1b[39m share(total)

\x1b[36mCell\x1b[39m\x1b[36m \x1b[39m\x1b[32mIn[2]\x1b[39m\x1b[32m, line 2\x1b[39m, in \x1b[36mshare\x1b[39m(n)
\x1b[32m      1\x1b[39m def share(n):
\x1b[32m----> \x1b[39m\x1b[32m2\x1b[39m     return helper.divide(n)

\x1b[36mFile \x1b[39m\x1b[32m{folder}/helper.py:{line}\x1b[39m, in \x1b[36mdivide\x1b[39m(n)
\x1b[32m---> \x1b[39m\x1b[32m{line}\x1b[39m     return pd.Series([1]).apply(lambda x: x / n)

\x1b[36mFile \x1b[39m\x1b[32m{root}/site-packages/pandas/core/series.py:{line}\x1b[39m, in Series.apply(self)
\x1b[32m   {line}\x1b[39m     )

\x1b[31mZeroDivisionError\x1b[39m: division by zero"""


def told(count: int = 3, folder: str = "/srv/ada/work", line: int = 12, root: str = "/usr/lib/python3.11") -> str:
    text = TRACEBACK.format(count=count, folder=folder, line=line, root=root)
    return of_output("ZeroDivisionError", "division by zero", text.splitlines(), "cell-7")


def test_only_what_the_code_says_counts() -> None:
    assert told() == told(count=9, folder="/srv/snapshots/ab12", line=40, root="/opt/venv/lib/python3.13")
    assert told() != of_output("ZeroDivisionError", "division by zero", TRACEBACK.splitlines(), "cell-8")


def test_the_frames_name_functions_and_lines_of_code() -> None:
    assert frames_of(TRACEBACK.format(count=1, folder="/x", line=3, root="/usr/lib/python3.11")) == [
        "cell::share(total)",
        "cell:share:return helper.divide(n)",
        "helper.py:divide:return pd.Series([1]).apply(lambda x: x / n)",
        "pandas/core/series.py:Series.apply",
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("No such file: '/tmp/tmpab12/x.csv'", "No such file: '/tmp/tmpzz99/x.csv'"),
        ("<Thing at 0x7f00aa> is 12 of 1,200.5", "<Thing at 0x7fffbb> is 7 of 3"),
        ("row 6f1c0f3e-0a7e-4a53-9f6e-2f6a2cf2a111 is bad", "row 11111111-0a7e-4a53-9f6e-2f6a2cf2a111 is bad"),
    ],
)
def test_a_sentence_counts_without_what_differs(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)
    assert of_sentence("OSError", one) == of_sentence("OSError", other)
    assert of_sentence("OSError", one) != of_sentence("ValueError", other)


def test_an_exception_of_a_task_counts_by_its_frames(tmp_path: Path) -> None:
    def fail(blank_lines: int, value: str) -> str:
        file = tmp_path / "steps.py"
        file.write_text("\n" * blank_lines + "def step(value):\n    raise ValueError(value)\n", encoding="utf-8")
        spec = importlib.util.spec_from_file_location(f"steps_{blank_lines}_{value}", file)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        with pytest.raises(ValueError, match=value) as caught:
            module.step(value)
        return of_exception(caught.value.with_traceback(caught.value.__traceback__.tb_next))  # type: ignore[union-attr]

    assert fail(0, "a") == fail(0, "b")
