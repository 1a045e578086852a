"""What stands in the paths of routes when they are called about one DAG that has a row in every table."""

from __future__ import annotations

from typing import Any

from rows_of_dag import TASK, Rows


def parts_about(rows: Rows) -> dict[str, Any]:
    """The value of each part of a path that leads to a row of this DAG."""
    keys = rows.keys
    return {
        **{"dag_id": rows.dag_id, "dag_run_id": rows.run_id, "task_id": TASK, "run_id": rows.run_id},
        **{"backfill_id": keys["backfill"], "held_kernel_id": keys["held_kernel"], "asset_id": keys["asset"]},
        **{"notification_id": keys["notification"], "event_log_id": keys["event_log"], "fingerprint": "2"},
        **{"callback_id": keys["callback"], "asset_alias_id": keys["asset_alias"]},
        **{"sweep_id": f"sweep of {rows.dag_id}", "token_id": keys["trigger_token"]},
        **{"try_number": 2, "task_try_number": 2, "version_number": 1},
        **{"xcom_key": f"key of {rows.dag_id}", "key": f"key of {rows.dag_id}"},
    }
