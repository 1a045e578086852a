"""The options of `couture notebooks schedule` and `run` for the code, the formats of the output, and retention."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from couture_jupyter.notebook_options import EXPORTS, CodeChoice, Retention
from couture_scheduler.cli.session import Session


def code_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Which code, which formats, and what is kept: `--snapshot` and its files, `--git-ref`, `--export`, `--keep-…`."""
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
        click.option("--all-side-files", is_flag=True, help="Put all side files that are found into the snapshot."),
        click.option("--snapshot", is_flag=True, help="Run it as it is now, whatever becomes of the file."),
    ):
        command = option(command)
    return command


def choose_side_files(session: Session, notebook: str, options: dict[str, Any]) -> None:
    """Takes ``all_side_files`` out of ``options``, and completes ``side_files`` by it; says what is not packed."""
    wants_all = options.pop("all_side_files")
    if not options["snapshot"]:
        if wants_all:
            raise click.UsageError("--all-side-files goes with --snapshot.")
        return
    from couture_scheduler.actions import preflight

    found = [each.path for each in preflight.side_files(session.actions_anywhere, notebook) if each.exists]
    if wants_all:
        options["side_files"] = tuple(dict.fromkeys([*options["side_files"], *found]))
    left = [path for path in found if path not in options["side_files"]]
    if left:
        session.show.note(f"Not in the snapshot: {', '.join(left)}. Give --side-file for each, or --all-side-files.")


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
