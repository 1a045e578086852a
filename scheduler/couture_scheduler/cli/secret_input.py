"""Secrets on the command line: never as an argument, never in a file that others can read."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click


def read_value(prompt: str) -> str:
    """A value from standard input, without its last line end; asked for, unseen, where a person sits."""
    if sys.stdin.isatty():
        return str(click.prompt(prompt, hide_input=True, default="", show_default=False))
    text: str = sys.stdin.read()
    return text.removesuffix("\n")


def from_input(ctx: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """An option that holds secrets: ``-`` asks for them. The value itself is refused, though others have seen it."""
    if value is None:
        return None
    if value != "-":
        told = "its value could be seen in the list of processes. Give - and type it, or send it to standard input."
        raise click.BadParameter(told, ctx, parameter)
    return read_value(str(parameter.human_readable_name).replace("_", " "))


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whatever was there before."""
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "w", encoding="utf-8") as file:
        file.write(text)
