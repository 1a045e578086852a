"""What Airflow's client can ask and we do not answer, each with the reason. A parameter of these is refused with its
sentence, never passed over; ``docs/rest-api.md`` has both lists."""

from __future__ import annotations

_UPDATED = "When a run or task instance was last changed is not kept; there are bounds of its start and its end."
_BUNDLES = "There are no bundles: DAG files are in one folder."
_PARTITION_DATES = "Runs are listed by their partition keys, not by the days of their partition dates."
_LOGIN = "Jupyter signs people in."

PARAMETERS: dict[str, str] = {
    "cursor": "Lists are paged by limit and offset.",
    **dict.fromkeys(("updated_at_gte", "updated_at_gt", "updated_at_lte", "updated_at_lt"), _UPDATED),
    "bundle_name": _BUNDLES,
    "bundle_version": _BUNDLES,
    "timetable_type": "DAGs are not told apart by the class of their timetable.",
    "try_number": "The audit log does not keep tries.",
    **dict.fromkeys(("partition_date_gte", "partition_date_lte"), _PARTITION_DATES),
}

ENDPOINTS: dict[str, str] = {
    "GET auth/login": _LOGIN,
    "GET auth/logout": _LOGIN,
    "POST connections/defaults": "There are no connections that everybody is given.",
    "POST dags/{dag_id}/clearPartitions": "Partitions of runs stay as they are.",
}
