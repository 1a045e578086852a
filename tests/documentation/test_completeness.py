"""What exists in the code stands in the documentation: commands, settings, permissions, states, routes."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

import click
import yaml
from couture_scheduler.access import PERMISSIONS
from couture_scheduler.cli import main as command_line
from couture_scheduler.config import Settings
from couture_scheduler.directory.settings import LoginSettings, documented

from couture_jupyter.states import DagRunState, DagRunType, TaskInstanceState


def first_cells(page: str) -> set[str]:
    """The first cell of each table row, without backticks."""
    return {cell.strip().strip("`") for cell in re.findall(r"^\|([^|]+)\|", page, flags=re.MULTILINE)}


def commands(group: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    """Every command under ``group`` with what a person types for it."""
    if isinstance(group, click.Group):
        context = click.Context(group)
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command is not None
            yield from commands(command, f"{path} {name}")
    else:
        yield path, group


def root_command() -> click.Group:
    """The ``couture`` group, by what it is."""
    groups = [each for each in vars(command_line).values() if isinstance(each, click.Group)]
    return max(groups, key=lambda group: len(group.list_commands(click.Context(group))))


def test_every_command_is_described(pages: dict[str, str]) -> None:
    page = pages["docs/command-line.md"]
    missing = [path for path, _ in commands(root_command(), "couture") if f"`{path}" not in page]
    assert missing == []


def test_every_option_of_every_command_is_described(pages: dict[str, str]) -> None:
    page = pages["docs/command-line.md"]
    missing = [
        f"{path} {option}"
        for path, command in commands(root_command(), "couture")
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.hidden
        for option in parameter.opts
        if option.startswith("--") and option not in page
    ]
    assert missing == []


def test_every_command_on_the_page_exists(pages: dict[str, str]) -> None:
    known = {path for path, _ in commands(root_command(), "couture")}
    named = set(re.findall(r"^### `(couture(?: [a-z][a-z-]*)*)", pages["docs/command-line.md"], flags=re.MULTILINE))
    assert named - known == set()


def test_every_setting_is_described(pages: dict[str, str]) -> None:
    names = {field.name for field in dataclasses.fields(Settings)}
    assert names - first_cells(pages["docs/operating.md"]) == set()


def test_every_permission_is_described_with_its_first_role(pages: dict[str, str]) -> None:
    rows = {
        f"| `{name}` | {each.first.value} | {each.of_dag or ''} | {each.sentence} |"
        for name, each in PERMISSIONS.items()
    }
    assert {row for row in rows if row not in pages["docs/operating.md"]} == set()


def test_every_state_is_in_the_glossary(pages: dict[str, str]) -> None:
    states = {*TaskInstanceState, *DagRunState, *DagRunType}
    assert {state.value for state in states} - first_cells(pages["docs/glossary.md"]) == set()


def test_every_path_of_the_api_document_is_well_formed(root: Path) -> None:
    document = yaml.safe_load((root / "server_ext/couture_server/openapi.yaml").read_text(encoding="utf-8"))
    assert document["openapi"].startswith("3.1")
    for path, operations in document["paths"].items():
        assert path.startswith("/"), path
        for verb, operation in operations.items():
            if verb != "parameters":
                assert operation.get("summary") or operation.get("description"), f"{verb} {path}"


def test_the_page_about_signing_in_has_every_setting(pages: dict[str, str]) -> None:
    settings = {documented(each.name) for each in dataclasses.fields(LoginSettings)}
    assert settings - set(re.findall(r"AUTH_[A-Z_]+[A-Z]", pages["docs/sign-in.md"])) == set()
