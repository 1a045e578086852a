"""Which messages the engine writes, and that each gets through in the end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from couture_scheduler.actions import connections, notifications, runs, variables
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.config import load
from couture_scheduler.events import Change
from couture_scheduler.loop.messenger import MINUTES, Messenger
from couture_scheduler.loop.telling import Telling
from couture_scheduler.store import dag_runs
from couture_scheduler.store import notifications as outbox
from couture_scheduler.store.notifications import NotificationFilter
from couture_scheduler.store.session import Store
from message_sinks import http_sink, mail_server
from people import Clock
from store_rows import NOW, chain, new_run, register

from couture_jupyter.connections import Connection
from couture_jupyter.notebook_options import NotifyRule
from couture_jupyter.states import DagRunState

ACTIVE = frozenset({DagRunState.QUEUED, DagRunState.RUNNING})
ADA = "ada@example.org"


@pytest.fixture
def clock() -> Clock:
    clock = Clock()
    clock.now = NOW
    return clock


class Told:
    """What duties pass on."""

    def __init__(self) -> None:
        self.changes: list[Change] = []

    def __call__(self, changes: list[Change]) -> None:
        self.changes += changes


def rule(*on: str, **more: Any) -> dict[str, Any]:
    return {"on": list(on), "channel": "email", "to": [ADA], "late_after": None, **more}


def end(store: Store, run: int, state: DagRunState, clock: Clock) -> Change:
    with store.transaction() as tx:
        dag_runs.set_state(tx, run, state, allowed=ACTIVE, at=clock())
        found = dag_runs.get_many(tx, [run])[run]
    return Change("dag_run", dag_id=found.dag_id, run_id=found.run_id, state=state)


def events(store: Store) -> list[tuple[str, int]]:
    with store.reading() as tx:
        found, _ = outbox.listing(tx, NotificationFilter(), limit=1000)
    return [(each.event, each.dag_run_id) for each in reversed(found)]


def test_what_ended_while_no_engine_listened_is_told_once(store: Store, clock: Clock) -> None:
    with store.transaction() as tx:
        dag = register(tx, chain(notify=(rule("failure"),)))
        old, new = new_run(tx, dag, 0), new_run(tx, dag, 1)
    end(store, old, DagRunState.FAILED, clock)
    clock.forward(hours=1)
    Telling(store, clock, Told()).catch_up()  # the first engine that knows of messages
    assert events(store) == []
    clock.forward(seconds=30)
    end(store, new, DagRunState.FAILED, clock)  # and that engine was killed before it heard
    clock.forward(days=2)
    for _ in range(2):
        heir = Telling(store, clock, Told())
        heir.catch_up()
        heir.hear([end(store, new, DagRunState.FAILED, clock)])
    assert events(store) == [("failure", new)]


def test_an_end_that_nobody_told_of_is_found_by_the_sweep(store: Store, clock: Clock) -> None:
    with store.transaction() as tx:
        run = new_run(tx, register(tx, chain(notify=(rule("failure"),))))
    telling = Telling(store, clock, Told())
    telling.catch_up()
    end(store, run, DagRunState.FAILED, clock)
    telling.turn()
    assert events(store) == []
    clock.forward(seconds=61)
    telling.turn()
    assert events(store) == [("failure", run)]


def test_a_rule_does_not_tell_of_runs_of_versions_before_it(store: Store, clock: Clock) -> None:
    telling = Telling(store, clock, Told())
    telling.catch_up()
    with store.transaction() as tx:
        run = new_run(tx, register(tx, chain()))
        register(tx, chain(notify=(rule("failure"),)), source="new")
    telling.hear([end(store, run, DagRunState.FAILED, clock)])
    assert events(store) == []


def test_a_success_after_a_failure_is_a_recovery(store: Store, clock: Clock) -> None:
    telling = Telling(store, clock, Told())
    telling.catch_up()
    with store.transaction() as tx:
        dag = register(tx, chain(notify=(rule("success", "failure", "recovery"),)))
        made = [new_run(tx, dag, number) for number in range(3)]
    for run, state in zip(made, (DagRunState.FAILED, DagRunState.SUCCESS, DagRunState.SUCCESS), strict=True):
        telling.hear([end(store, run, state, clock)])
    assert events(store) == [("failure", made[0]), ("recovery", made[1]), ("success", made[2])]


def test_a_run_that_does_not_end_is_late_once(store: Store, clock: Clock) -> None:
    told = Told()
    with store.transaction() as tx:
        dag = register(tx, chain(notify=(rule("late", late_after=600.0),)))
        slow, quick = new_run(tx, dag, 0), new_run(tx, dag, -1, logical_date=NOW - timedelta(days=1), run_after=NOW)
    telling = Telling(store, clock, told)
    telling.catch_up()
    clock.forward(seconds=590)
    assert telling.turn() == pytest.approx(10)
    end(store, quick, DagRunState.SUCCESS, clock)
    assert events(store) == []
    clock.forward(seconds=11)
    telling.turn()
    assert events(store) == [("late", slow)]
    assert [(change.subject, change.detail) for change in told.changes] == [("notification", {"event": "late"})]
    heir = Telling(store, clock, told)
    heir.catch_up()
    heir.turn()
    assert events(store) == [("late", slow)]


def test_a_message_that_cannot_be_sent_is_tried_for_a_day(store: Store, clock: Clock, tmp_path: Path) -> None:
    with mail_server() as box:
        port = box.port
    settings = load(tmp_path, **to(port))
    with store.transaction() as tx:
        run = new_run(tx, register(tx, chain(notify=(rule("failure"),))))
    telling, told = Telling(store, clock, Told()), Told()
    telling.catch_up()
    telling.hear([end(store, run, DagRunState.FAILED, clock)])
    messenger = Messenger("m", ("email",), settings, store, clock, told)
    began = clock()
    while (pause := messenger.turn()) < 60 or told.changes[-1].state == "waiting":
        clock.forward(seconds=pause)
    assert timedelta(hours=20) < clock() - began < timedelta(hours=30)
    assert [change.state for change in told.changes] == ["waiting"] * len(MINUTES) + ["failed"]
    with store.reading() as tx:
        ((found,), _) = outbox.listing(tx, NotificationFilter())
    assert found.error is not None
    assert "does not answer" in found.error


FLAKY = """
from couture_jupyter import *
with DAG(dag_id="flaky", schedule=None, notify=[
    {"on": ["failure", "retry", "recovery"], "to": "ada@example.org"},
    {"on": "recovery", "channel": "webhook", "to": ["hook"]},
]):
    BashOperator(task_id="a", bash_command="echo trying; test -e FOLDER/good", retries=1, retry_delay=0.1)
"""


def test_an_engine_tells_of_a_retry_a_failure_and_a_recovery(make_workspace: Callable[..., Any]) -> None:
    with mail_server() as box, http_sink() as sink:
        workspace = make_workspace(**to(box.port), webhook_private=True, base_url="https://jupyter.example.org/")
        hook = Connection("hook", "webhook", host=f"{sink.url}/couture", password="hush")
        connections.create(workspace.context, hook)
        workspace.start_engine()
        workspace.write_dag("flaky", FLAKY.replace("FOLDER", str(workspace.folder)))
        assert workspace.wait_for_run("flaky", workspace.trigger("flaky")) == "failed"
        (workspace.folder / "good").touch()
        good = workspace.trigger("flaky")
        workspace.wait_for(lambda: len(box.to(ADA)) == 3 and sink.got)
    assert [each["Subject"] for each in box.to(ADA)] == [
        "↻ flaky failed and will be tried again",
        "✗ flaky failed",
        "✓ flaky succeeded again",
    ]
    text = box.to(ADA)[1].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "trying" in text
    assert "https://jupyter.example.org/lab/couture/run/flaky/" in text
    (document,) = sink.documents()
    assert (document["event"], document["dag_run_id"], document["test"]) == ("recovery", good, False)
    assert "X-Couture-Signature" in sink.got[0][1]


def to(port: int) -> dict[str, Any]:
    """Settings for a mail server."""
    return {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none", "smtp_from": "couture@example.org"}


def test_a_mail_server_that_is_down_leaves_the_run_alone_and_is_told(make_workspace: Callable[..., Any]) -> None:
    with mail_server() as box:
        port = box.port
    workspace = make_workspace(**to(port))
    workspace.start_engine()
    notebook = workspace.write_notebook("bad.ipynb", "country = 'FI'", "print('here')\n1 / 0")
    dag_id = workspace.schedule(notebook, notify=(rule_of("failure"),), hold_on_failure=0.0)
    run_id = workspace.trigger(dag_id)
    assert workspace.wait_for_run(dag_id, run_id) == "failed"
    ctx: ActionContext = workspace.context
    wanted = NotificationFilter(dag_id, run_id)
    workspace.wait_for(lambda: notifications.list_notifications(ctx, wanted).entries[:1] and missed(ctx, wanted))
    entry = notifications.list_notifications(ctx, wanted).entries[0]
    assert entry.state == "waiting"
    assert entry.next_at is not None
    assert entry.error == f"The mail server 127.0.0.1:{port} does not answer: Connection refused."
    assert runs.get(ctx, dag_id, run_id).run.state is DagRunState.FAILED
    with mail_server(port=port) as box:
        notifications.send_again(ctx, entry.id)
        workspace.wait_for(lambda: box.messages)
        html = box.messages[0].get_body(("html",)).get_content()  # type: ignore[union-attr]
        workspace.wait_for(lambda: notifications.list_notifications(ctx, wanted).entries[0].state == "sent")
    for words in ("Cell 2 failed", "1 / 0", "ZeroDivisionError", "here"):
        assert words in html


def test_a_secret_that_a_notebook_prints_or_raises_is_in_no_message(make_workspace: Callable[..., Any]) -> None:
    with mail_server() as box, http_sink() as sink:
        workspace = make_workspace(**to(box.port), webhook_private=True)
        variables.create(workspace.context, "db_key", "s3cret-Pa55-word")
        connections.create(workspace.context, Connection("hook", "webhook", host=sink.url, password="hush-hush"))
        workspace.start_engine()
        cells = ("a = 1", "import os\nprint('key', os.environ['K'])\nraise ValueError(os.environ['K'])")
        rules = (rule_of("failure"), NotifyRule(("failure",), "webhook", ("hook",)))
        dag_id = workspace.schedule(
            workspace.write_notebook("leaky.ipynb", *cells),
            notify=rules,
            secrets={"K": "variable:db_key"},
            hold_on_failure=0.0,
        )
        assert workspace.wait_for_run(dag_id, workspace.trigger(dag_id)) == "failed"
        workspace.wait_for(lambda: box.messages and sink.got)
        text = box.messages[0].get_body(("plain",)).get_content()  # type: ignore[union-attr]
        whole = box.messages[0].as_string() + text + sink.got[0][2].decode()
    assert "key ***" in text
    assert "ValueError: ***" in text
    assert "s3cret" not in whole
    assert "hush" not in whole


def rule_of(*on: str) -> NotifyRule:
    return NotifyRule(on, "email", (ADA,))


def missed(ctx: ActionContext, wanted: NotificationFilter) -> bool:
    return notifications.list_notifications(ctx, wanted).entries[0].tries > 0
