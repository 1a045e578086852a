"""Which DAGs use a variable or a connection, as an answer."""

from __future__ import annotations

from couture_scheduler.actions import secret_uses

from couture_server.http.models import Answer


class SecretUse(Answer):
    """A DAG that uses a variable or a connection: the tasks whose arguments name it, and the lines of its file that
    do."""

    dag_id: str
    dag_display_name: str
    file: str | None
    tasks: list[str]
    lines: list[int]


class SecretUseCollection(Answer):
    """The DAGs, found by reading files and arguments: names that are put together while a task runs are not found."""

    uses: list[SecretUse]
    total_entries: int


def answer_of(found: list[secret_uses.SecretUse]) -> SecretUseCollection:
    """The answer."""
    uses = [
        SecretUse(
            dag_id=each.dag_id,
            dag_display_name=each.display_name,
            file=each.file,
            tasks=list(each.tasks),
            lines=list(each.lines),
        )
        for each in found
    ]
    return SecretUseCollection(uses=uses, total_entries=len(uses))
