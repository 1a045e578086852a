"""The names of everything in the context of a running task: parameters of functions with these names receive it."""

from __future__ import annotations

_DAYS = ("ds", "prev_ds", "next_ds", "yesterday_ds", "tomorrow_ds")

CONTEXT_NAMES = frozenset(
    {
        *_DAYS,
        *(f"{name}_nodash" for name in _DAYS),
        "partition_key",
        *("ts", "ts_nodash", "ts_nodash_with_tz"),
        *("logical_date", "execution_date", "prev_logical_date", "prev_execution_date", "next_execution_date"),
        *("data_interval_start", "data_interval_end", "prev_start_date_success", "prev_end_date_success"),
        *("prev_data_interval_start_success", "prev_data_interval_end_success", "prev_execution_date_success"),
        *("dag", "dag_run", "task", "ti", "task_instance", "task_instance_key_str", "run_id", "params", "conf"),
        *("inlets", "outlets", "inlet_events", "outlet_events", "triggering_asset_events"),
        *("triggering_dataset_events", "macros", "var", "conn", "templates_dict", "test_mode", "exception", "reason"),
        *("expanded_ti_count", "map_index", "map_index_template", "start_date", "try_number"),
        *("task_reschedule_count", "task_state_store", "asset_state_store"),
    }
)
