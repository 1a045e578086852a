"""Lists of DAGs: a page, its total, and what stands beside each DAG, in one query each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
    true,
)

from couture_jupyter.states import DagRunState
from couture_scheduler.store.matching import Bound, TextMatch, conditions
from couture_scheduler.store.ordering import order
from couture_scheduler.store.tables import (
    account,
    asset,
    asset_use,
    dag,
    dag_favorite,
    dag_run,
    dag_tag,
    import_error,
    notebook_schedule,
)
from couture_scheduler.store.types import Moment


@dataclass(frozen=True, slots=True)
class DagRecord:
    """A DAG as it is stored, with its tags; ``notebook`` for notebook schedules."""

    dag_id: str
    kind: str
    file: str | None
    line: int | None
    version_id: int
    is_paused: bool
    is_stale: bool
    owner: str
    display_name: str
    description: str | None
    schedule_summary: str
    timezone: str
    is_scheduled: bool
    last_logical_date: datetime | None
    next_logical_date: datetime | None
    next_interval_start: datetime | None
    next_interval_end: datetime | None
    next_run_after: datetime | None
    paused_at: datetime | None
    created_at: datetime
    parsed_at: datetime
    notebook: str | None = None
    has_import_error: bool = False
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileDag:
    """A DAG beside its file."""

    dag_id: str
    display_name: str
    line: int | None
    is_paused: bool
    schedule_summary: str


@dataclass(frozen=True, slots=True)
class DagFilter:
    """Which DAGs; ``None`` means any. ``text`` is looked for in ids, descriptions and tags; ``matches`` are of
    ``dag_id`` and ``dag_display_name``; ``last_run`` are bounds of ``start_date`` and ``end_date`` of the newest run.
    With ``is_favorite`` ``person`` is whose favourites are meant. ``owner_left``: notebook schedules that are paused
    while their owner is no active user any more."""

    text: str = ""
    matches: tuple[TextMatch | Bound, ...] = ()
    tags: tuple[str, ...] = ()
    all_tags: bool = False
    paused: bool | None = None
    kind: str | None = None
    stale: bool | None = False
    dag_ids: tuple[str, ...] | None = None
    notebook: str | None = None
    owners: tuple[str, ...] = ()
    has_import_errors: bool | None = None
    has_asset_schedule: bool | None = None
    asset_text: str = ""
    run_state: DagRunState | None = None  # of any of its runs
    last_run_state: DagRunState | None = None
    last_run: tuple[TextMatch | Bound, ...] = ()
    is_favorite: bool | None = None
    person: str = ""
    owner_left: bool | None = None


@dataclass(frozen=True, slots=True)
class RunMark:
    """A run as a small mark in a list."""

    id: int
    version_id: int
    run_id: str
    state: DagRunState
    started_at: datetime | None
    ended_at: datetime | None
    queued_at: datetime


_COLUMNS = tuple(dag.c[name] for name in DagRecord.__dataclass_fields__ if name in dag.c)
_LAST_RUN = select(func.max(dag_run.c.sort_at)).where(dag_run.c.dag_id == dag.c.dag_id).scalar_subquery()
_ACTIVE = (  # counted once over the active runs, which are few; per DAG it would read all its runs
    select(dag_run.c.dag_id, func.count().label("runs"))
    .where(dag_run.c.state.in_(["queued", "running"]))
    .group_by(dag_run.c.dag_id)
    .subquery("active")
)
_ACTIVE_RUNS = func.coalesce(_ACTIVE.c.runs, 0)
_NEWEST = dag_run.alias("newest")
_LAST_STATE = (
    select(_NEWEST.c.state)
    .where(_NEWEST.c.dag_id == dag.c.dag_id)
    .order_by(_NEWEST.c.sort_at.desc(), _NEWEST.c.id.desc())
    .limit(1)
    .correlate(dag)
    .scalar_subquery()
)
ORDERS: dict[str, Any] = {
    "dag_id": dag.c.dag_id,
    "dag_display_name": dag.c.display_name,
    "name": dag.c.display_name,
    "owner": dag.c.owner,
    "is_paused": dag.c.is_paused,
    "next_run_after": dag.c.next_run_after,
    "next_dagrun": dag.c.next_run_after,
    "last_run": _LAST_RUN,
    "last_run_start_date": _LAST_RUN,
    "last_run_state": _LAST_STATE,
    "schedule": dag.c.schedule_summary,
    "kind": dag.c.kind,
    "file": dag.c.file,
    "active_runs": _ACTIVE_RUNS,
    "most_active_first": -_ACTIVE_RUNS,  # with equals in the order of their ids, not backwards
}


def page(tx: Connection, wanted: DagFilter, order_by: str, limit: int, offset: int) -> list[DagRecord]:
    """The DAGs in this part of the list, with their tags."""
    by = order(ORDERS, order_by, dag.c.dag_id)
    found = _DAGS.outerjoin(_ACTIVE, _ACTIVE.c.dag_id == dag.c.dag_id).where(*_conditions(wanted)).order_by(*by)
    return _records(tx, tx.execute(found.limit(limit).offset(offset)))


def get(tx: Connection, dag_id: str) -> DagRecord | None:
    """One DAG, stale or not."""
    return next(iter(_records(tx, tx.execute(_ONE, {"_dag": dag_id}))), None)


# Built once: putting a statement together costs more than SQLite needs to run it.
_DAGS = (
    select(
        *_COLUMNS,
        notebook_schedule.c.notebook,
        import_error.c.file.is_not(None).label("has_import_error"),
    )
    .outerjoin(notebook_schedule, notebook_schedule.c.dag_id == dag.c.dag_id)
    .outerjoin(import_error, and_(import_error.c.file == dag.c.file, dag.c.kind == "file"))
)
_ONE = _DAGS.where(dag.c.dag_id == bindparam("_dag"))
_TAGS = (
    select(dag_tag)
    .where(dag_tag.c.dag_id.in_(bindparam("_ids", expanding=True)))
    .order_by(dag_tag.c.dag_id, dag_tag.c.name)
)


def _records(tx: Connection, found: Iterable[Row[Any]]) -> list[DagRecord]:
    rows = [dict(row._mapping) for row in found]
    tags = tags_of(tx, [row["dag_id"] for row in rows])
    return [
        DagRecord(
            **row | {"has_import_error": bool(row["has_import_error"]), "tags": tuple(tags.get(row["dag_id"], ()))}
        )
        for row in rows
    ]


def of_files(tx: Connection, file: str | None = None) -> dict[str, list[FileDag]]:
    """The DAGs of each file, or of one, in the order of their lines. What a file made before it broke is its own."""
    columns = [dag.c[name] for name in FileDag.__dataclass_fields__]
    wanted = [dag.c.kind == "file", dag.c.is_stale.is_(False), *([] if file is None else [dag.c.file == file])]
    found: dict[str, list[FileDag]] = {}
    for row in tx.execute(select(dag.c.file, *columns).where(*wanted).order_by(dag.c.line, dag.c.dag_id)):
        found.setdefault(row.file, []).append(FileDag(*row[1:]))
    return found


def get_paused(tx: Connection, dag_id: str) -> bool:
    """Whether the DAG is switched off."""
    return bool(tx.execute(select(dag.c.is_paused).where(dag.c.dag_id == dag_id)).scalar())


def ids(tx: Connection, wanted: DagFilter, order_by: str) -> list[str]:
    """The ids of all these DAGs."""
    by = order(ORDERS, order_by, dag.c.dag_id)
    found = select(dag.c.dag_id).outerjoin(_ACTIVE, _ACTIVE.c.dag_id == dag.c.dag_id)
    return list(tx.execute(found.where(*_conditions(wanted)).order_by(*by)).scalars())


def owners(tx: Connection) -> list[str]:
    """Who owns DAGs that are not stale; each once."""
    found = tx.execute(select(dag.c.owner).where(dag.c.is_stale.is_(False)).distinct()).scalars()
    return sorted({name.strip() for text in found for name in text.split(",") if name.strip()}, key=str.lower)


def count(tx: Connection, wanted: DagFilter) -> int:
    """How many DAGs there are."""
    return int(tx.execute(select(func.count()).select_from(dag).where(*_conditions(wanted))).scalar_one())


def tags_of(tx: Connection, dag_ids: Sequence[str]) -> dict[str, list[str]]:
    """The tags of these DAGs."""
    found: dict[str, list[str]] = {}
    for dag_id, name in tx.execute(_TAGS, {"_ids": list(dag_ids)}):
        found.setdefault(dag_id, []).append(name)
    return found


def all_tags(tx: Connection) -> list[str]:
    """The tags of all DAGs that are not stale."""
    stale = select(dag.c.dag_id).where(dag.c.is_stale)  # few, while a join would look up the DAG of each tag
    used = select(dag_tag.c.name).where(dag_tag.c.dag_id.not_in(stale))
    return list(tx.execute(used.distinct().order_by(dag_tag.c.name)).scalars())


def kinds_and_names(tx: Connection, dag_ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """The kind and the display name of each of these DAGs."""
    wanted = select(dag.c.dag_id, dag.c.kind, dag.c.display_name).where(dag.c.dag_id.in_(dag_ids))
    return {row[0]: (row[1], row[2]) for row in tx.execute(wanted)}


def recent_runs(tx: Connection, dag_ids: Sequence[str], number: int = 10) -> dict[str, list[RunMark]]:
    """The newest runs of each DAG, the newest first."""
    marks: dict[str, list[RunMark]] = {}
    for row in tx.execute(_recent(number, tx.dialect.name), {"_ids": list(dag_ids)}).all():
        of_dag = marks.setdefault(row[0], [])
        if len(of_dag) < number:
            of_dag.append(RunMark(*row[1:]))
    return marks


@lru_cache(maxsize=16)
def _recent(number: int, dialect: str) -> Select[Any]:
    """An index finds where the newest runs of each DAG begin."""
    nth = dag_run.alias("nth")
    first_shown = (
        select(nth.c.sort_at)
        .where(nth.c.dag_id == dag.c.dag_id)
        .order_by(nth.c.sort_at.desc(), nth.c.id.desc())
        .limit(1)
        .offset(number - 1)
        .correlate(dag)
        .scalar_subquery()
    )
    first = func.coalesce(first_shown, _LONG_AGO)
    chosen = select(dag.c.dag_id, first.label("first")).where(dag.c.dag_id.in_(bindparam("_ids", expanding=True)))
    bounds: Any = chosen.subquery("bounds")
    if dialect == "postgresql":  # which else asks for the bound at each of a DAG's runs
        bounds = chosen.cte("bounds").prefix_with("MATERIALIZED")
    names = ("dag_id", *RunMark.__dataclass_fields__)
    return (
        select(*(dag_run.c[name] for name in names))
        .join(bounds, and_(dag_run.c.dag_id == bounds.c.dag_id, dag_run.c.sort_at >= bounds.c.first))
        .order_by(dag_run.c.dag_id, dag_run.c.sort_at.desc(), dag_run.c.id.desc())
    )


_LONG_AGO = literal(datetime.fromisoformat("1970-01-01T00:00:00+00:00"), Moment())


def _conditions(wanted: DagFilter) -> list[ColumnElement[bool]]:
    found = [*conditions(_MATCHED, wanted.matches), *_of_runs(wanted), *_of_assets(wanted)]
    for name, value in (("kind", wanted.kind), ("is_paused", wanted.paused), ("is_stale", wanted.stale)):
        if value is not None:
            found.append(dag.c[name] == value)
    if wanted.dag_ids is not None:
        found.append(dag.c.dag_id.in_(wanted.dag_ids))
    if wanted.notebook is not None:
        found.append(dag.c.dag_id.in_(_schedules_of(wanted.notebook)))
    found += [_text(word) for word in wanted.text.split()]
    if wanted.tags and wanted.all_tags:
        found += [dag.c.dag_id.in_(_tagged((name,))) for name in wanted.tags]
    elif wanted.tags:
        found.append(dag.c.dag_id.in_(_tagged(wanted.tags)))
    if wanted.owners:
        found.append(or_(*(dag.c.owner.icontains(owner, autoescape=True) for owner in wanted.owners)))
    return found + _yes_or_no(wanted)


def _yes_or_no(wanted: DagFilter) -> list[ColumnElement[bool]]:
    liked = dag.c.dag_id.in_(select(dag_favorite.c.dag_id).where(dag_favorite.c.person == wanted.person))
    broken = and_(dag.c.kind == "file", exists().where(import_error.c.file == dag.c.file).correlate(dag))
    asked = ((wanted.is_favorite, liked), (wanted.has_import_errors, broken), (wanted.owner_left, _OWNER_LEFT))
    return [is_so if value else not_(is_so) for value, is_so in asked if value is not None]


_OWNER_LEFT = and_(  # where people are not looked up here at all, nobody leaves
    dag.c.is_paused == true(),
    exists().select_from(account),
    dag.c.dag_id.in_(
        select(notebook_schedule.c.dag_id).where(
            notebook_schedule.c.updated_by.not_in(select(account.c.username).where(account.c.is_active == true()))
        )
    ),
)
_MATCHED = {"dag_id": dag.c.dag_id, "dag_display_name": dag.c.display_name}
_RUN = dag_run.alias("its_run")


def _of_runs(wanted: DagFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.run_state is not None:
        found.append(exists().where(_RUN.c.dag_id == dag.c.dag_id, _RUN.c.state == wanted.run_state).correlate(dag))
    of_last = conditions({"start_date": _RUN.c.started_at, "end_date": _RUN.c.ended_at}, wanted.last_run)
    if wanted.last_run_state is not None:
        of_last.append(_RUN.c.state == wanted.last_run_state)
    if of_last:
        newest = (  # as the list shows it, found by an index
            select(_NEWEST.c.id)
            .where(_NEWEST.c.dag_id == dag.c.dag_id)
            .order_by(_NEWEST.c.sort_at.desc(), _NEWEST.c.id.desc())
            .limit(1)
            .correlate(dag)
            .scalar_subquery()
        )
        found.append(exists().where(_RUN.c.id == newest, *of_last).correlate(dag))
    return found


def _of_assets(wanted: DagFilter) -> list[ColumnElement[bool]]:
    waits = select(asset_use.c.dag_id).where(asset_use.c.role == "schedule")
    found: list[ColumnElement[bool]] = []
    if wanted.has_asset_schedule is not None:
        by_assets = dag.c.dag_id.in_(waits)
        found.append(by_assets if wanted.has_asset_schedule else not_(by_assets))
    if wanted.asset_text:
        text = wanted.asset_text
        named = or_(asset.c.name.icontains(text, autoescape=True), asset.c.uri.icontains(text, autoescape=True))
        found.append(dag.c.dag_id.in_(waits.join(asset, asset.c.id == asset_use.c.asset_id).where(named)))
    return found


def _text(word: str) -> ColumnElement[bool]:
    tagged = select(dag_tag.c.dag_id).where(dag_tag.c.name.icontains(word, autoescape=True))
    return or_(
        dag.c.dag_id.icontains(word, autoescape=True),
        dag.c.display_name.icontains(word, autoescape=True),
        dag.c.description.icontains(word, autoescape=True),
        dag.c.dag_id.in_(tagged),
    )


def _tagged(names: tuple[str, ...]) -> Any:
    return select(dag_tag.c.dag_id).where(dag_tag.c.name.in_(names))


def _schedules_of(notebook: str) -> Any:
    return select(notebook_schedule.c.dag_id).where(notebook_schedule.c.notebook == notebook)
