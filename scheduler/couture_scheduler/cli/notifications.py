"""``couture notifications``: who was told what of runs; send again; test."""

from __future__ import annotations

import click

from couture_scheduler.cli.commands import FAILED, Group
from couture_scheduler.cli.session import Session

_CHANNEL = click.Choice(["email", "webhook", "slack"])


@click.group(cls=Group)
def notifications() -> None:
    """See who was told what of runs, send a message again, send a test."""


@notifications.command("list")
@click.option("--dag", "dag_id", help="Of this DAG.")
@click.option("--run", "run_id", help="Of this run.")
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice(["waiting", "sent", "failed"]),
    help="In this state; may be given several times.",
)
@click.option("--limit", type=click.IntRange(1, 10_000), default=25, show_default=True, help="How many at the most.")
@click.pass_obj
def list_(session: Session, dag_id: str | None, run_id: str | None, states: tuple[str, ...], limit: int) -> None:
    """List messages, the newest first, with why one did not get through and when it is tried next."""
    from couture_scheduler.actions import notifications as actions
    from couture_scheduler.store.notifications import NotificationFilter, NotificationState

    wanted = NotificationFilter(dag_id, run_id, tuple(NotificationState(each) for each in states))
    page = actions.list_notifications(session.actions, wanted, limit)
    session.show.table(
        ["Id", "DAG", "Run", "Event", "To", "State", "Attempts", "Next attempt", "Says"],
        [
            [
                *(each.id, each.dag_id, each.run_id, each.event, each.recipient, each.state.value, each.tries),
                *(each.next_at if each.tries else None, each.error),
            ]
            for each in page.entries
        ],
        {"notifications": page.entries, "total_entries": page.total},
        empty="No messages.",
    )


@notifications.command()
@click.argument("notification_id", type=int)
@click.pass_obj
def send(session: Session, notification_id: int) -> None:
    """Try a message that did not get through again, now."""
    from couture_scheduler.actions import notifications as actions

    found = actions.send_again(session.actions, notification_id)
    session.show.text(f"The message to {found.recipient} is tried again.", found)
    session.hint_engine()


@notifications.command()
@click.option("--channel", type=_CHANNEL, default="email", show_default=True, help="Through what.")
@click.option("--to", multiple=True, required=True, help="An e-mail address, or the id of a connection.")
@click.pass_context
def test(ctx: click.Context, channel: str, to: tuple[str, ...]) -> None:
    """Send a test message and say what became of it. The exit status is 1 if it did not get through."""
    from couture_scheduler.actions import notifications as actions

    session: Session = ctx.obj
    results = actions.send_test(session.actions, channel, to)
    rows = [[each.recipient, "sent" if each.sent else "not sent", each.sentence] for each in results]
    session.show.table(["To", "State", "Says"], rows, {"results": results})
    ctx.exit(0 if all(each.sent for each in results) else FAILED)
