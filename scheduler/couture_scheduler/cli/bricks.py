"""``couture bricks``: snippets for DAG files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from couture_scheduler.cli.commands import Group
from couture_scheduler.cli.exported_files import SOURCE, TARGET
from couture_scheduler.cli.parameters import name_value, typed
from couture_scheduler.cli.session import Session
from couture_scheduler.errors import InvalidInputError

if TYPE_CHECKING:
    from couture_scheduler.actions.code_bricks import BrickDetails

BRICK = click.argument("brick")
COLUMNS = ("Id", "Title", "Category", "Tags", "From", "Owner")


@click.group(cls=Group)
def bricks() -> None:
    """Code bricks: snippets for DAG files."""


@bricks.command("list")
@click.argument("search", required=False, default="")
@click.option("--category", help="Only of this category.")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Only with this tag. May be given several times.")
@click.option("--origin", type=click.Choice(["shipped", "shared", "personal"]), help="Only from there.")
@click.pass_obj
def list_(session: Session, search: str, category: str | None, tags: tuple[str, ...], origin: str | None) -> None:
    """List code bricks; those in which every word of SEARCH is found, the best first."""
    from couture_scheduler.actions import code_bricks as actions

    wanted = actions.Origin(origin) if origin else None
    page = actions.list_bricks(session.actions, search, category=category, tags=tags, origin=wanted, limit=10**9)
    document = {"code_bricks": page.entries, "total_entries": page.total}
    session.show.table(COLUMNS, map(_row, page.entries), document, empty="No code brick fits.")


def _row(found: BrickDetails) -> list[object]:
    content = found.content
    return [found.id, content.title, content.category, ", ".join(content.tags), found.origin, found.owner]


@bricks.command()
@BRICK
@click.option(
    "-p",
    "--value",
    "values",
    type=name_value,
    multiple=True,
    metavar="NAME=VALUE",
    help="A value of a placeholder; others have their defaults. May be given several times.",
)
@click.option("--template", is_flag=True, help="The snippet with its placeholders, instead of the code.")
@click.pass_obj
def show(session: Session, brick: str, values: tuple[tuple[str, str], ...], template: bool) -> None:
    """Print the code of BRICK, an id of `list`, with the imports that it needs."""
    from couture_scheduler.actions import code_brick_use, code_bricks

    content = code_bricks.get(session.actions, brick).content
    if template:
        text = "\n".join(
            [*content.imports, "", content.body.strip("\n")] if content.imports else [content.body.strip()]
        )
        session.show.text(text, content)
        return
    texts = {each.name: "str" for each in content.parameters if each.type in _TEXTS}
    rendered = code_brick_use.rendered(session.actions, brick, typed(values, texts))
    lines = [*rendered.imports, ""] if rendered.imports else []
    session.show.text("\n".join([*lines, rendered.code.rstrip("\n")]), rendered)


_TEXTS = ("text", "long_text", "choice", "identifier")


@bricks.command()
@TARGET
@click.argument("bricks", nargs=-1)
@click.pass_obj
def export(session: Session, file: Path, bricks: tuple[str, ...]) -> None:
    """Write BRICKS into FILE as JSON, without any all that people wrote and that you see; - prints them."""
    from couture_scheduler.actions import code_brick_transfer

    document = code_brick_transfer.exported(session.actions, bricks)
    text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    if str(file) == "-":
        click.echo(text, nl=False)
        return
    file.write_text(text, encoding="utf-8")
    count = len(document["bricks"])
    session.show.text(f"{count} code bricks were written to {file}.", {"exported": count})


@bricks.command("import")
@SOURCE
@click.option("--replace", is_flag=True, help="Bricks of the same title get another version. Otherwise there are two.")
@click.option("--shared", is_flag=True, help="Everybody sees the new ones.")
@click.pass_obj
def import_(session: Session, file: IO[str], replace: bool, shared: bool) -> None:
    """Take the code bricks of FILE, which `export` wrote: all of them, or none if one has a problem."""
    from couture_scheduler.actions import code_brick_transfer

    ctx = session.actions_anywhere
    taken = code_brick_transfer.import_bricks(ctx, _read(file), replace=replace, is_shared=shared)
    titles = [each.content.title for each in taken]
    session.show.text(f"{len(taken)} code bricks were imported.", {"imported": titles})


def _read(file: IO[str]) -> Any:
    try:
        return json.load(file)
    except ValueError as error:
        raise InvalidInputError.at("file", f"{file.name} is no JSON: {error}.") from None
