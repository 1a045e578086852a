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


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whatever was there before."""
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "w", encoding="utf-8") as file:
        file.write(text)
