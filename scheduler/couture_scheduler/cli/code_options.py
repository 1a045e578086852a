"""The options of `couture notebooks schedule` and `run` for the code, the formats of the output, and retention."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from couture_jupyter.notebook_options import EXPORTS, CodeChoice, Retention


def code_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--snapshot`, `--side-file`, `--git-ref`, `--export`, `--keep-runs`, `--keep-days`, `--keep-megabytes`."""
    for option in (
        click.option("--keep-megabytes", type=click.FloatRange(0, min_open=True), help="Keep so many MB of its runs."),
        click.option("--keep-days", type=click.FloatRange(0, min_open=True), help="Keep its runs for so many days."),
        click.option("--keep-runs", type=click.IntRange(1), help="Keep so many of its runs."),
        click.option(
            "--export",
            "exports",
            type=click.Choice(EXPORTS),
            multiple=True,
            help="Also write it in this format, beside the output; may be given several times. See `couture doctor`.",
        ),
        click.option("--git-ref", help="Run it as it is at this branch, tag or commit."),
        click.option(
            "--side-file",
            "side_files",
            multiple=True,
            metavar="PATH",
            help="A file (its path in the workspace) to put into the snapshot; may be given several times.",
        ),
        click.option("--snapshot", is_flag=True, help="Run it as it is now, whatever becomes of the file."),
    ):
        command = option(command)
    return command


def code_fields(options: dict[str, Any]) -> dict[str, Any]:
    """Takes these options out of ``options``; the form's fields."""
    snapshot, files, ref = options.pop("snapshot"), options.pop("side_files"), options.pop("git_ref")
    if snapshot and ref:
        raise click.UsageError("Give --snapshot or --git-ref, not both.")
    if files and not snapshot:
        raise click.UsageError("--side-file goes with --snapshot.")
    code = CodeChoice("snapshot", None, files) if snapshot else CodeChoice("git", ref) if ref else CodeChoice()
    kept = (options.pop("keep_runs"), options.pop("keep_days"), options.pop("keep_megabytes"))
    return {"code": code, "exports": options.pop("exports"), "retention": Retention(*kept)}
