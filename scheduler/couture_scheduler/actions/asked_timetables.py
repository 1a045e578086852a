"""Timetables as actions ask them: those of people's own in a process of its own, all others here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from couture_jupyter import timetables
from couture_jupyter.timetables import TimetableRun
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.parse_secrets import ParseSecrets
from couture_scheduler.engine import backfills
from couture_scheduler.store.versions import VersionRecord
from couture_scheduler.worker import ask_timetable
from couture_scheduler.worker.ask_timetable import AuthorsCode, Wanted
from couture_scheduler.worker.secret_channel import open_channel

CUSTOM = "custom"


def is_custom(version: VersionRecord) -> bool:
    """Whether an author wrote it."""
    return version.spec.timetable.get("kind") == CUSTOM


def ask(ctx: ActionContext, version: VersionRecord, wanted: Wanted) -> list[TimetableRun]:
    """The runs that an author's timetable names. ``ConflictError`` when it cannot be asked, with the reason."""
    with _code(ctx, version) as code:
        return ask_timetable.runs(code, wanted)


@contextmanager
def _code(ctx: ActionContext, version: VersionRecord) -> Iterator[AuthorsCode]:
    """Where the code of the version's timetable is. Its file may ask for variables and connections, as when it is
    read."""
    secrets = ParseSecrets(ctx.store, ctx.settings.home, ctx.clock)
    secrets.begin(version.file or version.dag_id)
    with open_channel(secrets) as environment:
        yield AuthorsCode(
            dag_id=version.dag_id,
            source=version.source,
            file=version.file,
            dags_folder=ctx.settings.dags_folder,
            timeout=ctx.settings.parse_timeout,
            environment=environment,
        )


def manual_interval(ctx: ActionContext, version: VersionRecord, moment: datetime) -> tuple[datetime, datetime]:
    """The data interval of a run started by hand at ``moment``."""
    if is_custom(version):
        with _code(ctx, version) as code:
            return ask_timetable.manual_interval(code, moment)
    return timetables.from_json(version.spec.timetable).manual_interval(moment)


def days(ctx: ActionContext, version: VersionRecord, from_date: datetime, to_date: datetime) -> list[TimetableRun]:
    """The runs of a backfill; one more than may be when there are more."""
    now = ctx.clock()
    if not is_custom(version):
        timetable = timetables.from_json(version.spec.timetable)
        return backfills.days(version.spec, timetable, from_date, to_date, now)
    wanted = Wanted(None, from_date, to_date, catchup=True, until=now, most=backfills.MOST_DAYS + 1)
    found = ask(ctx, version, wanted)
    return [
        run
        for run in found
        if from_date <= run.logical_date <= to_date and max(run.data_interval[1], run.run_after) <= now
    ]


def coming(
    ctx: ActionContext, version: VersionRecord, planned: TimetableRun | None, number: int
) -> tuple[TimetableRun, ...]:
    """The next runs by a timetable of an author's own: what is planned, and what follows."""
    spec, now = version.spec, ctx.clock()
    last = planned.data_interval if planned else None
    wanted = Wanted(last, spec.start_date, spec.end_date, catchup=False, most=number)
    following = ask(ctx, version, wanted)
    found = [planned, *following] if planned else following
    return tuple(run for run in found if run.run_after > now or run is planned)[:number]
