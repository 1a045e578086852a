"""Triggers at the HTTP edge."""

from __future__ import annotations

from couture_server.http.models import Answer


class DagTriggers(Answer):
    """What starts a DAG: a sentence, what is in the way, files that came and wait, DAGs that run after it."""

    sentence: str
    problem: str | None
    waiting_files: list[str]
    waiting_files_total: int
    followers: list[str]
