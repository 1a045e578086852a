"""What makes the rules right that say whom to tell what."""

from __future__ import annotations

from collections.abc import Iterator

from couture_jupyter.notebook_options import NotifyRule
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.delivery import connection_problem
from couture_scheduler.actions.notifications import is_address
from couture_scheduler.actions.schedule_form import NotebookScheduleForm
from couture_scheduler.errors import FieldProblem
from couture_scheduler.store import connections

MOST_RULES = 20


def notify_problems(ctx: ActionContext, form: NotebookScheduleForm) -> Iterator[FieldProblem]:
    """Everything that is wrong with ``notify``."""
    if len(form.notify) > MOST_RULES:
        yield FieldProblem(("notify",), f"A schedule has at most {MOST_RULES} rules.")
    for index, rule in enumerate(form.notify):
        for field, sentence in rule.problems():
            yield FieldProblem(("notify", index, field), sentence)
        for place, recipient in enumerate(rule.to):
            if problem := _wrong_recipient(ctx, rule, recipient.strip()):
                yield FieldProblem(("notify", index, "to", place), problem)


def _wrong_recipient(ctx: ActionContext, rule: NotifyRule, recipient: str) -> str | None:
    if rule.channel == "email":
        return None if is_address(recipient) else f"{recipient!r} is no e-mail address such as ada@example.org."
    with ctx.store.reading() as tx:
        found = connections.of_id(tx, recipient)
    problems = [connection_problem(each.conn_type, recipient) for each in found]
    return next(filter(None, problems), None) if found else connection_problem(None, recipient)
