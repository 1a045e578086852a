"""How long runs are kept, at the HTTP edge."""

from __future__ import annotations

from couture_server.http.models import Answer, Body, Moment


class RetentionLimits(Answer):
    """At most so many runs, days, megabytes of files; null is no limit."""

    runs: int | None
    days: float | None
    megabytes: float | None


class NextToGo(Answer):
    """The run that goes next: `at` a moment, or (null) after the next run of its DAG."""

    dag_run_id: str
    at: Moment | None


class RetentionStatus(Answer):
    """The limits that hold for a DAG (its own, else the workspace's) and what they have done: ``kept`` finished runs
    are there, ``deleted`` were deleted so far, ``due`` go after the DAG's next run, or within the hour."""

    limits: RetentionLimits
    kept: int
    deleted: int
    last_deleted_at: Moment | None
    due: int
    next: NextToGo | None


class PruneBody(Body):
    """Nothing is deleted while ``dry_run`` is true."""

    dry_run: bool = True


class PrunedRun(Answer):
    """A run that is beyond a limit, which ``because`` names."""

    dag_run_id: str
    end_date: Moment
    because: str


class PrunedRunCollection(Answer):
    """What was, or would be, deleted; the oldest first."""

    dag_runs: list[PrunedRun]
    total_entries: int
