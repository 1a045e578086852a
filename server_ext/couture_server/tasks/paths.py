"""Where task instances are in the API."""

from __future__ import annotations

RUN = "dags/{dag_id}/dagRuns/{dag_run_id}"
ONE = RUN + "/taskInstances/{task_id}"
GROUP = RUN + "/taskGroupInstances/{group_id}"


def of_one(rest: str = "") -> tuple[str, str]:
    """Both paths: of a plain task instance and of a mapped one."""
    return ONE + rest, ONE + "/{map_index}" + rest
