"""``couture tokens``: run one DAG from outside, by HTTP."""

from __future__ import annotations

from datetime import datetime

import click

from couture_scheduler.cli.commands import Group
from couture_scheduler.cli.parameters import aware, moment
from couture_scheduler.cli.session import Session


@click.group(cls=Group)
def tokens() -> None:
    """Tokens with which other programs run one DAG, and nothing else."""


@tokens.command()
@click.argument("dag_id")
@click.argument("name")
@click.option("--expires", type=moment, metavar="MOMENT", help="Until when it is good.  [default: until it is revoked]")
@click.pass_obj
def create(session: Session, dag_id: str, name: str, expires: datetime | None) -> None:
    """Make a token called NAME for a DAG. It is shown this once."""
    from couture_scheduler.actions import trigger_tokens

    made = trigger_tokens.create(session.actions, dag_id, name, aware(expires))
    session.show.note(
        f"Post to couture/hooks/{dag_id} below the Jupyter server's address, with the header "
        "'Authorization: Bearer …'. This token is not shown again:"
    )
    session.show.text(made.secret, {"id": made.token.id, "name": made.token.name, "token": made.secret})


@tokens.command("list")
@click.argument("dag_id")
@click.pass_obj
def list_(session: Session, dag_id: str) -> None:
    """List the tokens of a DAG."""
    from couture_scheduler.actions import trigger_tokens

    found = trigger_tokens.list_tokens(session.actions, dag_id)
    session.show.table(
        ["Id", "Name", "Made by", "Made", "Expires", "Last used"],
        [[each.id, each.name, each.created_by, each.created_at, each.expires_at, each.used_at] for each in found],
        [
            {**{name: getattr(each, name) for name in each.__dataclass_fields__ if name != "token_hash"}}
            for each in found
        ],
        empty="No tokens.",
    )


@tokens.command()
@click.argument("dag_id")
@click.argument("token_id", type=int)
@click.pass_obj
def revoke(session: Session, dag_id: str, token_id: int) -> None:
    """Revoke the token with this id."""
    from couture_scheduler.actions import trigger_tokens

    trigger_tokens.revoke(session.actions, dag_id, token_id)
    session.show.text(f"Revoked token {token_id} of {dag_id}.", {"id": token_id})
