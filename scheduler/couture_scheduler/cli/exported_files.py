"""Files of variables, connections and pools, as Airflow's command line writes and reads them: JSON, YAML or .env."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Any

import click

from couture_scheduler.cli.secret_input import write_private
from couture_scheduler.errors import InvalidInputError

FORMATS = ("json", "yaml", "env")
SOURCE = click.argument("file", type=click.File(encoding="utf-8"))
TARGET = click.argument("file", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path))


def format_of(name: str) -> str:
    """What the end of the file's name says; JSON where it says nothing."""
    end = name.lower().rpartition(".")[2]
    return {"yml": "yaml"}.get(end, end if end in FORMATS else "json")


def read_names(file: IO[str], *, several: bool = False) -> dict[str, Any]:
    """The names and values in ``file``; a name may have ``several``, which an .env file says by several lines.

    Raises ``InvalidInputError``; the message shows nothing of the values.
    """
    kind, text = format_of(file.name), file.read()
    try:
        found = _READERS[kind](text)
    except _error_of(kind) as error:
        raise InvalidInputError.at("file", f"{file.name} is not {kind.upper()}{_line(error)}.") from None
    if not isinstance(found, dict):
        raise InvalidInputError.at("file", f"{file.name} holds no names with values but a {type(found).__name__}.")
    if kind == "env" and not several:
        return {name: values[-1] for name, values in found.items()}
    return {str(name): value for name, value in found.items()}


def write_names(path: Path, document: Mapping[str, Any], kind: str, *, several: bool = False) -> None:
    """Write names and values, where a list may mean that a name has ``several``, into a file that only its owner can
    read; ``-`` is standard output."""
    text = _as_env(document, several=several) if kind == "env" else _WRITERS[kind](document)
    if str(path) == "-":
        click.echo(text, nl=False)
    else:
        write_private(path, text)


def _read_env(text: str) -> dict[str, list[str]]:
    lines = (line.strip() for line in text.splitlines())
    pairs = [line.partition("=") for line in lines if line and not line.startswith("#")]
    if not all(sign for _, sign, _ in pairs):
        raise ValueError("a line without an equals sign")
    found: dict[str, list[str]] = {}
    for name, _, value in pairs:
        found.setdefault(name.strip(), []).append(value.strip())
    return found


def _read_yaml(text: str) -> Any:
    import yaml

    return yaml.safe_load(text)


def _error_of(kind: str) -> type[Exception]:
    if kind != "yaml":
        return ValueError
    import yaml

    return yaml.YAMLError


def _line(error: Exception) -> str:
    line = getattr(error, "lineno", None)
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark is not None else line
    return f", see line {line}" if line else ""


def _as_json(document: Mapping[str, Any]) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _as_yaml(document: Mapping[str, Any]) -> str:
    from couture_scheduler.cli.output import as_yaml

    return as_yaml(document)


def _as_env(document: Mapping[str, Any], *, several: bool) -> str:
    pairs = [
        (name, each)
        for name, value in document.items()
        for each in (value if several and isinstance(value, list) else [value])
    ]
    values = [(name, value if isinstance(value, str) else json.dumps(value)) for name, value in pairs]
    broken = sorted(name for name, value in values if "\n" in value)
    if broken:
        told = f"The value of {broken[0]} has several lines, which an .env file cannot hold. Use JSON or YAML."
        raise InvalidInputError.at("file-format", told)
    return "".join(f"{name}={value}\n" for name, value in values)


_READERS: Mapping[str, Callable[[str], Any]] = {"json": json.loads, "yaml": _read_yaml, "env": _read_env}
_WRITERS = {"json": _as_json, "yaml": _as_yaml}
