"""``DagModel``: what the engine knows of a DAG, for the task that asks while it runs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pendulum

from couture_jupyter.airflow_compat.models import DagTag, Row
from couture_jupyter.airflow_compat.requests import FoundRun, find_runs, worker
from couture_jupyter.timetables.airflow_protocol import DataInterval

_MOMENTS = (
    "last_parsed_time",
    "next_dagrun",
    "next_dagrun_create_after",
    "next_dagrun_data_interval_start",
    "next_dagrun_data_interval_end",
)


class DagModel(Row):
    """A DAG as it was when the task asked: its switch, its file, its next run. Moments are aware, or ``None``."""

    dag_id: str
    is_paused: bool
    is_stale: bool

    @classmethod
    def get_dagmodel(cls, dag_id: str, session: Any = None) -> DagModel | None:
        """The DAG; ``None`` when there is none. ``TaskError`` where no engine can be asked."""
        facts = worker("DagModel").dag_facts(dag_id)
        if facts is None:
            return None
        tags = [DagTag(name=name, dag_id=dag_id) for name in facts.pop("tags")]
        moments = {name: _moment(facts.pop(name)) for name in _MOMENTS}
        return cls(**facts, **moments, tags=tags, is_active=not facts["is_stale"])

    get_current = get_dagmodel

    @classmethod
    def get_paused_dag_ids(cls, dag_ids: Iterable[str], session: Any = None) -> set[str]:
        """Those of the DAGs that are there and switched off."""
        found = (cls.get_dagmodel(each) for each in dag_ids)
        return {each.dag_id for each in found if each is not None and each.is_paused}

    @property
    def safe_dag_id(self) -> str:
        """The id without dots."""
        return self.dag_id.replace(".", "__dot__")

    @property
    def next_dagrun_data_interval(self) -> DataInterval | None:
        """The data interval of the next run."""
        start, end = (self.__dict__[f"next_dagrun_data_interval_{side}"] for side in ("start", "end"))
        return None if start is None or end is None else DataInterval(start, end)

    def get_is_paused(self, session: Any = None) -> bool:
        """Whether it was switched off."""
        return self.is_paused

    def get_is_active(self, session: Any = None) -> bool:
        """Whether its file still makes it."""
        return not self.is_stale

    def get_last_dagrun(
        self, session: Any = None, include_externally_triggered: bool = False, include_manually_triggered: bool = False
    ) -> FoundRun | None:
        """The run with the newest logical date; one that a person or a task started only when asked for."""
        by_hand = include_externally_triggered or include_manually_triggered
        found = find_runs(self.dag_id, external_trigger=None if by_hand else False)
        return max(found, key=lambda run: run.logical_date, default=None)

    def set_is_paused(self, is_paused: bool, including_subdags: bool = True, session: Any = None) -> None:
        """Switch the DAG off or on, as the person whose run the task belongs to."""
        worker("DagModel.set_is_paused").pause_dag(self.dag_id, is_paused)
        self.is_paused = is_paused

    def __repr__(self) -> str:
        return f"<DAG: {self.dag_id}>"


def _moment(text: str | None) -> datetime | None:
    return None if text is None else pendulum.instance(datetime.fromisoformat(text))
