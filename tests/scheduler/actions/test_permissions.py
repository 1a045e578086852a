"""Every action asks for the permission that the table names."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from couture_scheduler.access import PERMISSIONS, Role
from couture_scheduler.actions import (
    asset_states,
    assets,
    audit,
    backfill_runs,
    backfills,
    callbacks,
    cell_history,
    clearing,
    comparing,
    configuration,
    connection_imports,
    connection_types,
    connections,
    dag_bulk,
    dag_stats,
    dags,
    deployment,
    engine,
    event_logs,
    export_formats,
    exports,
    failures,
    favorites,
    human_input,
    importing,
    jobs,
    key_rotation,
    lateness,
    login_settings,
    marking,
    next_runs,
    notebook_states,
    notebooks,
    notifications,
    passwords,
    pools,
    retention,
    roles,
    run_files,
    run_results,
    runs,
    schedules,
    sweeps,
    task_deleting,
    task_files,
    task_states,
    tasks,
    timetables,
    trigger_tokens,
    triggers,
    users,
    variable_imports,
    variables,
    xcoms,
)
from couture_scheduler.actions.backfills import Wish
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.actions.schedule_form import NotebookScheduleForm, When
from couture_scheduler.actions.selecting import Selection
from couture_scheduler.engine.backfills import Reprocess
from couture_scheduler.errors import ForbiddenError, SchedulerError
from couture_scheduler.store.asset_events import EventFilter
from couture_scheduler.store.asset_listing import AssetFilter
from couture_scheduler.store.backfills import BackfillRecord
from couture_scheduler.store.dag_listing import DagFilter
from couture_scheduler.store.event_logs import EventFilter as LogFilter
from couture_scheduler.store.human_inputs import HumanInputFilter
from couture_scheduler.store.notifications import NotificationFilter
from couture_scheduler.store.run_listing import RunFilter
from couture_scheduler.store.sla_misses import SlaMissFilter
from couture_scheduler.store.task_listing import TaskFilter

from couture_jupyter.connections import Connection
from couture_jupyter.states import DagRunState, TaskInstanceState

MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
BACKFILL = Wish(MOMENT, MOMENT)
HALF_DONE = BackfillRecord(
    1, "sales", MOMENT, MOMENT, {}, False, Reprocess.NONE, False, 1, False, "ada", MOMENT, MOMENT, None
)
FORM = NotebookScheduleForm("x", "x.ipynb", When("manual"))
RUN = ("sales", "run")
TASK = (*RUN, "load")
STATE = (*TASK, -1)
CALLS: list[tuple[str, Callable[..., Any], tuple[Any, ...]]] = [
    ("dags:read", dags.list_dags, ()),
    ("dagFiles:read", dags.list_files, ()),
    ("assets:read", assets.list_assets, (AssetFilter(),)),
    ("assets:read", assets.get, (1,)),
    ("assets:read", assets.named, ("x",)),
    ("assets:read", assets.list_aliases, ()),
    ("assets:read", assets.get_alias, (1,)),
    ("assets:read", assets.alias_named, ("x",)),
    ("assets:read", assets.list_events, (EventFilter(),)),
    ("assets:read", assets.upstream_events, RUN),
    ("assets:read", assets.queued, ()),
    ("assets:read", assets.next_run, ("sales",)),
    ("assets:edit", assets.create_event, (1,)),
    ("assets:edit", assets.forget_queued, ()),
    ("assets:read", asset_states.page, (1,)),
    ("assets:read", asset_states.get, (1, "key")),
    ("assets:edit", asset_states.put, (1, "key", 1)),
    ("assets:edit", asset_states.delete, (1,)),
    ("runs:trigger", assets.materialize, (1,)),
    ("runs:read", human_input.list_questions, (HumanInputFilter(),)),
    ("runs:read", human_input.get_question, TASK),
    ("runs:read", callbacks.list_callbacks, RUN),
    ("runs:read", callbacks.read_log, (*RUN, 1)),
    ("runs:read", lateness.list_sla_misses, (SlaMissFilter(),)),
    ("runs:edit", lateness.describe_sla_miss, ("sales", "load", datetime(2026, 3, 1, tzinfo=UTC), "why")),
    ("runs:read", lateness.list_deadlines, RUN),
    ("runs:edit", human_input.respond, TASK),
    ("notifications:read", notifications.list_notifications, (NotificationFilter(),)),
    ("notifications:send", notifications.send_again, (1,)),
    ("notifications:send", notifications.send_test, ("email", ("ada@example.org",))),
    ("notebooks:read", notebook_states.in_folder, ("",)),
    ("dags:read", dags.list_details, ()),
    ("dags:read", dags.get, ("sales",)),
    ("dags:read", dags.get_summary, ("sales",)),
    ("dags:read", dags.list_versions, ("sales",)),
    ("dags:read", dags.get_version, ("sales",)),
    ("dags:read", dags.source, ("sales",)),
    ("dags:read", dags.list_tags, ()),
    ("dags:read", favorites.mark, ("sales",)),
    ("dags:read", favorites.unmark, ("sales",)),
    ("dags:read", favorites.among, (["sales"],)),
    ("dags:read", tasks.ids_of_group, ("sales", "group")),
    ("importErrors:read", deployment.list_plugin_errors, ()),
    ("runs:read", run_results.look, RUN),
    ("runs:delete", task_deleting.delete, TASK),
    ("runs:read", dags.list_missed_runs, ("sales",)),
    ("importErrors:read", dags.list_import_errors, ()),
    ("dags:pause", dags.pause, ("sales",)),
    ("dags:pause", dags.resume, ("sales",)),
    ("dagFiles:edit", dags.reparse, ("sales.py",)),
    ("dags:delete", dags.delete, ("sales",)),
    ("runs:read", runs.list_runs, ()),
    ("runs:read", runs.get, RUN),
    ("runs:read", runs.counts, ()),
    ("runs:trigger", runs.trigger, ("sales",)),
    ("runs:trigger", runs.rerun, RUN),
    ("runs:edit", runs.stop, RUN),
    ("runs:edit", runs.retry, RUN),
    ("runs:edit", runs.clear, RUN),
    ("runs:edit", clearing.clear_selected, ("sales", Selection("run"))),
    ("runs:edit", clearing.add_new_tasks, RUN),
    ("runs:edit", marking.mark_selected, ("sales", Selection("run"), TaskInstanceState.FAILED)),
    ("runs:edit", runs.mark, (*RUN, DagRunState.SUCCESS)),
    ("runs:edit", runs.preview_mark, (*RUN, DagRunState.SUCCESS)),
    ("runs:edit", runs.set_note, (*RUN, "note")),
    ("runs:edit", runs.keep, RUN),
    ("runs:delete", runs.delete, RUN),
    ("runs:read", tasks.list_tasks, RUN),
    ("runs:read", tasks.get, TASK),
    ("runs:read", tasks.list_many, (TaskFilter(),)),
    ("runs:read", xcoms.list_xcoms, ()),
    ("runs:edit", xcoms.create, (*TASK, "key", 1)),
    ("runs:edit", xcoms.update, (*TASK, "key", 1)),
    ("runs:edit", xcoms.delete, (*TASK, "key")),
    ("runs:read", task_states.page, (STATE,)),
    ("runs:read", task_states.get, (STATE, "key")),
    ("runs:edit", task_states.put, (STATE, "key", 1)),
    ("runs:edit", task_states.change, (STATE, "key", 1)),
    ("runs:edit", task_states.delete, (STATE, "key")),
    ("runs:edit", task_states.clear, (STATE,)),
    ("runs:read", task_states.expired, ()),
    ("runs:delete", task_states.clean, ()),
    ("runs:read", tasks.named, TASK),
    ("runs:read", tasks.of_group, (*RUN, "group")),
    ("runs:read", tasks.as_they_are, ([],)),
    ("runs:read", tasks.list_tries, TASK),
    ("runs:read", tasks.get_try, (*TASK, 1)),
    ("runs:edit", tasks.set_state, (*TASK, TaskInstanceState.FAILED)),
    ("runs:edit", tasks.set_note, (*TASK, "note")),
    ("runs:read", tasks.why_not_running, TASK),
    ("runs:read", tasks.extra_links, TASK),
    ("runs:read", tasks.list_xcoms, RUN),
    ("runs:read", task_files.read_log, (*TASK, 1)),
    ("runs:read", task_files.find_in_log, (*TASK, 1)),
    ("runs:read", task_files.read_executed_notebook, TASK),
    ("runs:read", task_files.list_outputs, TASK),
    ("runs:read", task_files.get_output, (*TASK, 0)),
    ("notebooks:read", notebooks.inspect, ("x.ipynb",)),
    ("notebooks:read", timetables.preview, ("@daily",)),
    ("notebooks:read", timetables.list_timezones, ()),
    ("notebooks:schedule", schedules.validate, (FORM,)),
    ("notebooks:schedule", schedules.create, (FORM,)),
    ("notebooks:schedule", schedules.update, ("x", FORM)),
    ("notebooks:schedule", schedules.change, ("x", {})),
    ("notebooks:schedule", schedules.duplicate, ("x",)),
    ("notebooks:schedule", schedules.delete, ("x",)),
    ("dags:read", schedules.preview_deletion, ("x",)),
    ("runs:trigger", schedules.run_now, ("x",)),
    ("dags:read", schedules.get, ("x",)),
    ("dags:read", schedules.list_schedules, ()),
    ("pools:read", pools.list_pools, ()),
    ("pools:read", pools.get, ("default_pool",)),
    ("pools:read", pools.exists, ("x",)),
    ("pools:edit", pools.create, ("new", 1)),
    ("pools:edit", pools.update, ("default_pool",)),
    ("pools:edit", pools.delete, ("default_pool",)),
    ("eventLogs:read", event_logs.list_event_logs, ()),
    ("eventLogs:read", event_logs.get, (1,)),
    ("eventLogs:read", event_logs.list_event_names, ()),
    ("eventLogs:read", event_logs.list_activity, (30,)),
    ("eventLogs:read", exports.event_logs_of, (LogFilter(),)),
    ("dags:read", exports.dags, (DagFilter(), "dag_id")),
    ("dags:read", dags.list_owners, ()),
    ("dags:read", dag_bulk.bulk, ("pause", ["sales"])),
    ("runs:read", exports.dag_runs_of, (RunFilter(), "id")),
    ("runs:read", exports.task_instances_of, (TaskFilter(), "id")),
    ("runs:read", exports.sla_misses_of, (SlaMissFilter(), "missed_at")),
    ("assets:read", exports.assets, (AssetFilter(), "name")),
    ("assets:read", exports.asset_events_of, (EventFilter(),)),
    ("engine:read", engine.status, ()),
    ("config:read", deployment.configuration, ()),
    ("config:read", configuration.describe, ()),
    ("engine:read", jobs.list_jobs, ()),
    ("engine:read", deployment.list_providers, ()),
    ("engine:read", deployment.list_plugins, ()),
    ("runs:read", dag_stats.list_stats, ()),
    ("dags:read", dag_stats.list_warnings, ()),
    ("variables:read", variables.list_variables, ()),
    ("variables:read", variables.get, ("x",)),
    ("variables:read", variables.exists, ("x",)),
    ("variables:edit", variables.reveal, ()),
    ("variables:edit", variables.create, ("x", "1")),
    ("variables:edit", variables.update, ("x",)),
    ("variables:edit", variables.put, ("x", "1")),
    ("variables:edit", variables.delete, ("x",)),
    ("variables:edit", variable_imports.preview, ({},)),
    ("variables:edit", variable_imports.import_all, ({}, variable_imports.Existing.FAIL)),
    ("connections:read", connections.list_connections, ()),
    ("connections:read", connections.get, ("x",)),
    ("connections:read", connections.exists, ("x",)),
    ("connections:edit", connections.reveal, ()),
    ("connections:edit", connections.create, (Connection("x", "http"),)),
    ("connections:edit", connections.update, ("x", {})),
    ("connections:edit", connections.put, (Connection("x", "http"),)),
    ("connections:edit", connections.put_all, ([Connection("x", "http")],)),
    ("connections:edit", connections.require_trial, (Connection("x", "http"),)),
    ("connections:edit", connections.try_out, (Connection("x", "http"),)),
    ("connections:edit", connections.delete, ("x",)),
    ("connections:edit", connection_imports.preview, ({},)),
    ("connections:edit", connection_imports.import_all, ({}, variable_imports.Existing.FAIL)),
    ("connections:read", connection_types.list_types, ()),
    ("connections:edit", key_rotation.rotate, ()),
    ("notebooks:schedule", importing.preview_crontab, ("",)),
    ("notebooks:schedule", importing.preview_jupyter_scheduler, (Path("none.sqlite"),)),
    ("notebooks:schedule", importing.create, ([],)),
    ("triggerTokens:read", trigger_tokens.list_tokens, ("sales",)),
    ("triggerTokens:edit", trigger_tokens.create, ("sales", "ci")),
    ("triggerTokens:edit", trigger_tokens.revoke, ("sales", 1)),
    ("dags:read", triggers.get, ("sales",)),
    ("runs:trigger", sweeps.start, ("sales", {})),
    ("runs:read", sweeps.list_sweeps, ()),
    ("runs:read", sweeps.get, ("sweep",)),
    ("runs:edit", sweeps.cancel, ("sweep",)),
    ("runs:read", sweeps.list_recorded, RUN),
    ("runs:read", sweeps.picture, (*RUN, "x")),
    ("runs:trigger", backfills.create, ("sales", BACKFILL)),
    ("runs:read", backfills.dry_run, ("sales", BACKFILL)),
    ("runs:read", backfills.list_backfills, ()),
    ("runs:read", backfills.get, (1,)),
    ("runs:read", backfills.list_days, (1,)),
    ("runs:trigger", backfill_runs.advance, (HALF_DONE,)),
    ("runs:edit", backfills.pause, (1,)),
    ("runs:edit", backfills.cancel, (1,)),
    ("dags:read", next_runs.get, ("sales",)),
    ("runs:read", cell_history.history, ("sales", "load")),
    ("runs:read", cell_history.estimate_run, RUN),
    ("runs:read", comparing.compare, RUN),
    ("runs:read", comparing.last_good, RUN),
    ("runs:read", failures.list_failures, ()),
    ("runs:read", failures.list_tries, ("print",)),
    ("runs:read", failures.get, ("print",)),
    ("runs:read", failures.find_by_beginning, ("print",)),
    ("runs:read", failures.of_try, TASK),
    ("runs:read", retention.status, ("sales",)),
    ("runs:delete", retention.prune, ("sales",)),
    ("runs:read", run_files.get, ("sales",)),
    ("runs:read", run_files.listing, ("sales",)),
    ("notebooks:read", export_formats.list_formats, ()),
    ("eventLogs:read", audit.verify, ()),
    ("users:read", users.list_users, ()),
    ("users:read", users.get, ("ada",)),
    ("users:edit", users.create, ("ada", users.UserForm())),
    ("users:edit", users.update, ("ada", users.UserForm())),
    ("users:edit", users.delete, ("ada",)),
    ("users:edit", passwords.set_first, ("ada", "correct horse battery")),
    ("users:edit", passwords.remove, ("ada",)),
    ("loginSettings:read", login_settings.get, ()),
    ("loginSettings:edit", login_settings.update, ({},)),
    ("loginSettings:edit", login_settings.try_out, ({}, "ada", "secret")),
    ("roles:read", roles.list_roles, ()),
    ("roles:read", roles.get, ("Op",)),
    ("roles:edit", roles.create, ("analysts", (), {})),
    ("roles:edit", roles.update, ("analysts",)),
    ("roles:edit", roles.delete, ("analysts",)),
]


def test_every_action_is_in_the_table() -> None:
    modules = (
        *(dags, runs, tasks, task_files, notebooks, timetables, schedules, pools, event_logs, engine),
        *(connection_imports, connection_types, configuration),
        *(assets, variables, variable_imports, connections, key_rotation, notifications, notebook_states),
        *(callbacks, human_input, lateness, importing, jobs, trigger_tokens, triggers, sweeps),
        *(clearing, marking, xcoms, dag_stats, deployment, task_states, asset_states),
        *(users, roles, audit, passwords, login_settings),
        *(favorites, run_results, task_deleting, exports, dag_bulk),
        *(cell_history, comparing, failures, retention, run_files, export_formats, backfills, backfill_runs, next_runs),
    )
    public = {
        function
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if hasattr(function, "__wrapped__") and function.__module__.startswith("couture_scheduler.actions")
    }
    assert public - {needs, users.myself} == {function for _, function, _ in CALLS}


@pytest.mark.parametrize(("permission", "action", "arguments"), CALLS, ids=lambda each: getattr(each, "__name__", ""))
def test_roles_without_a_permission_are_refused_and_the_first_that_has_it_is_let_in(
    permission: str, action: Callable[..., Any], arguments: tuple[Any, ...], ctx_of: Callable[[Role], ActionContext]
) -> None:
    first = PERMISSIONS[permission].first
    for role in Role:
        if first not in role.included:
            with pytest.raises(ForbiddenError, match=f"needs the role {first}"):
                action(ctx_of(role), *arguments)
    try:
        action(ctx_of(first), *arguments)
    except ForbiddenError:
        raise
    except SchedulerError:
        pass  # let in; that there is no such thing is another matter


def test_an_unknown_permission_is_found_at_import() -> None:
    with pytest.raises(KeyError):
        needs("dags:fly")


def test_who_does_something_is_written_down(ctx: ActionContext) -> None:
    pools.create(ctx, "new", 3)
    entry = event_logs.list_event_logs(ctx).entries[0]
    assert (entry.actor, entry.source, entry.event) == ("ada", "10.0.0.7", "create_pool")
    assert entry.details == {"pool": "new", "slots": 3}
    assert entry.at == datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
