"""The frame of the command line: options, errors, exit statuses, speed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from couture_scheduler.cli import main
from couture_scheduler.errors import ConflictError, FieldProblem, InvalidInputError

from couture_jupyter.version import __version__


def test_it_says_its_version(couture: Any) -> None:
    answer = couture("--version")
    assert (answer.status, answer.out) == (0, f"couture, version {__version__}\n")


def test_the_version_is_told_without_loading_anything_slow() -> None:
    code = (
        "import sys; from couture_scheduler.cli.main import run; run(['--version']);"
        "print(sorted({'sqlalchemy', 'rich', 'watchfiles', 'jinja2', 'nbformat', 'tornado'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_it_runs_as_a_module() -> None:
    command = [sys.executable, "-m", "couture_scheduler", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert __version__ in done.stdout


def test_every_command_has_its_help_and_the_common_options(couture: Any) -> None:
    def walk(command: click.Command, path: list[str]) -> None:
        if isinstance(command, click.Group):
            for name in command.list_commands(context):
                found = command.get_command(context, name)
                assert found is not None
                walk(found, [*path, name])
            return
        answer = couture(*path, "--help")
        assert answer.status == 0, path
        assert "--workspace" in answer.out, path
        assert "--output" in answer.out, path

    context = click.Context(main.couture)
    walk(main.couture, [])


def test_an_unknown_command_is_wrong_usage(couture: Any) -> None:
    answer = couture("fly")
    assert answer.status == 2
    assert "No such command 'fly'" in answer.err


def test_common_options_stand_before_or_after_the_command(couture: Any, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    before = couture("--workspace", other, "--output", "json", "db", "status")
    after = couture("db", "status", "--output", "json", "--workspace", other)
    assert before.json == after.json
    assert str(other) in after.json["url"]


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (ConflictError("It runs already."), 1, "It runs already.\n"),
        (
            InvalidInputError(FieldProblem(("when", "cron"), "No."), FieldProblem((), "Bad.")),
            2,
            "when.cron: No.\nBad.\n",
        ),
        (KeyboardInterrupt(), 130, "Interrupted.\n"),
        (click.Abort(), 130, "Interrupted.\n"),
    ],
)
def test_errors_are_one_sentence_and_a_status(
    error: BaseException, status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> int:
        raise error

    assert main.status_of(fail) == status
    assert capsys.readouterr().err == said


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    command = f"{sys.executable} -m couture_scheduler doctor --output json | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_a_folder_that_is_no_workspace_is_left_alone(couture: Any, workspace: Path) -> None:
    answer = couture("dags", "list")
    assert answer.status == 1
    assert "is no workspace yet" in answer.err
    assert list(workspace.iterdir()) == []


def test_the_workspace_is_found_from_a_folder_within(
    couture: Any, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    couture("db", "upgrade")
    (workspace / "deep" / "down").mkdir(parents=True)
    monkeypatch.chdir(workspace / "deep" / "down")
    assert couture("db", "status").status == 0


def test_a_wrong_setting_is_named(couture: Any, workspace: Path) -> None:
    (workspace / ".couture").mkdir()
    (workspace / ".couture" / "couture.toml").write_text("paralelism = 3\n", encoding="utf-8")
    answer = couture("db", "status")
    assert answer.status == 2
    assert "There is no setting 'paralelism'" in answer.err
