"""The arguments that all operators take: their names, defaults and checks."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from couture_jupyter.arguments import duration, moment
from couture_jupyter.exceptions import DagError
from couture_jupyter.params import take as take_params
from couture_jupyter.trigger_rules import TriggerRule

# Every argument that all operators take, and its default. Those that nothing of ours reads yet are kept as
# attributes.
BASE_ARGUMENTS: dict[str, Any] = {
    "dag": None,
    "task_group": None,
    "default_args": None,
    "owner": "airflow",
    "description": None,
    "email": None,
    "email_on_retry": True,
    "email_on_failure": True,
    "retries": 0,
    "retry_delay": timedelta(minutes=5),
    "retry_exponential_backoff": False,
    "max_retry_delay": None,
    "retry_policy": None,
    "start_date": None,
    "end_date": None,
    "depends_on_past": False,
    "ignore_first_depends_on_past": True,
    "wait_for_past_depends_before_skipping": False,
    "wait_for_downstream": False,
    "params": None,
    "priority_weight": 1,
    "weight_rule": "downstream",
    "queue": "default",
    "pool": "default_pool",
    "pool_slots": 1,
    "sla": None,
    "execution_timeout": None,
    "on_execute_callback": None,
    "on_success_callback": None,
    "on_failure_callback": None,
    "on_retry_callback": None,
    "on_skipped_callback": None,
    "pre_execute": None,
    "post_execute": None,
    "trigger_rule": TriggerRule.ALL_SUCCESS,
    "resources": None,
    "run_as_user": None,
    "max_active_tis_per_dag": None,
    "max_active_tis_per_dagrun": None,
    "executor": None,
    "executor_config": None,
    "do_xcom_push": True,
    "multiple_outputs": False,
    "inlets": None,
    "outlets": None,
    "doc": None,
    "doc_md": None,
    "doc_json": None,
    "doc_yaml": None,
    "doc_rst": None,
    "task_display_name": None,
    "logger_name": None,
    "map_index_template": None,
    "allow_nested_operators": True,
    "provide_context": False,
    "render_template_as_native_obj": None,
    "adhoc": False,
    "schedule_interval": None,
}
# Earlier names of the same.
BASE_ALIASES = {
    "task_concurrency": "max_active_tis_per_dag",
    "xcom_push": "do_xcom_push",
    "concurrency": "max_active_tis_per_dag",
}
_HOOKS = ("pre_execute", "post_execute")  # these are methods, too
_WEIGHT_RULES = ("downstream", "upstream", "absolute")
_DURATIONS = ("retry_delay", "max_retry_delay", "execution_timeout", "sla")
_TRUTHS = (
    *("email_on_retry", "email_on_failure", "depends_on_past", "ignore_first_depends_on_past", "wait_for_downstream"),
    *("wait_for_past_depends_before_skipping", "do_xcom_push", "multiple_outputs", "allow_nested_operators"),
)
_TEXTS = (
    *("owner", "description", "queue", "pool", "run_as_user", "executor", "task_display_name", "map_index_template"),
    *("doc", "doc_md", "doc_rst", "doc_yaml", "logger_name"),
)
_LIMITS = ("max_active_tis_per_dag", "max_active_tis_per_dagrun")
CALLBACKS = (
    "on_execute_callback",
    "on_success_callback",
    "on_failure_callback",
    "on_retry_callback",
    "on_skipped_callback",
)


def converted(label: str, values: dict[str, Any]) -> dict[str, Any]:
    """The arguments as an operator keeps them: each under its name, converted where its type matters."""
    kept = {f"_{name}_hook": values.pop(name) for name in _HOOKS}
    for name in ("dag", "task_group", "default_args"):
        values.pop(name)
    for name in _DURATIONS:
        values[name] = duration(f"{name} of {label}", values[name])
    for name in ("start_date", "end_date"):
        values[name] = moment(f"{name} of {label}", values[name])
    for name in _TRUTHS:
        values[name] = _truth(f"{name} of {label}", values[name])
    for name in _TEXTS:
        _check_text(f"{name} of {label}", values[name])
    for name in (*CALLBACKS, *kept):
        check_callbacks(f"{name.removeprefix('_')} of {label}", values.get(name, kept.get(name)))
    values |= _counts(label, values)
    _check_backoff(label, values["retry_exponential_backoff"])
    values["email"] = addresses(f"email of {label}", values["email"])
    values["pool"] = values["pool"] or "default_pool"
    values["trigger_rule"] = _trigger_rule(label, values["trigger_rule"])
    values["weight_rule"] = _weight_rule(label, values["weight_rule"])
    values["params"] = take_params(label, values["params"])
    return values | kept


def _counts(label: str, values: dict[str, Any]) -> dict[str, Any]:
    limits = {name: values[name] for name in _LIMITS if values[name] is not None}
    return {
        "retries": _whole(f"retries of {label}", values["retries"] or 0, 0),
        "pool_slots": _whole(f"pool_slots of {label}", values["pool_slots"], 1),
        "priority_weight": _whole(f"priority_weight of {label}", values["priority_weight"], None),
        **{name: _whole(f"{name} of {label}", value, 1) for name, value in limits.items()},
    }


def _truth(what: str, value: Any) -> bool:
    if value is None:
        return False
    if not isinstance(value, bool | int):
        raise DagError(f"{what} is True or False, not {value!r}.")
    return bool(value)


def _check_text(what: str, value: Any) -> None:
    if value is not None and not isinstance(value, str):
        raise DagError(f"{what} is text, not {value!r}.")


def check_callbacks(what: str, value: Any) -> None:
    """Refuse what is neither a function nor a list of functions."""
    for each in value if isinstance(value, list | tuple | set) else [value]:
        if each is not None and not callable(each):
            raise DagError(f"{what} is a function or a list of functions, not {each!r}.")


def addresses(what: str, value: Any) -> list[str] | None:
    """E-mail addresses: one, several with commas or semicolons between, or a list."""
    if value is None:
        return None
    if isinstance(value, str):
        return [each.strip() for each in value.replace(";", ",").split(",") if each.strip()]
    if not isinstance(value, Iterable) or not all(isinstance(each, str) for each in value):
        raise DagError(f"{what} is an address, several with commas between, or a list of them, not {value!r}.")
    return list(value)


def _whole(what: str, value: Any, least: int | None) -> int:
    if isinstance(value, str) and value.strip().lstrip("-").isdigit():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or (least is not None and value < least):
        raise DagError(
            f"{what} is a whole number{f' of at least {least}' if least is not None else ''}, not {value!r}."
        )
    return value


def _trigger_rule(label: str, value: Any) -> TriggerRule:
    try:
        return TriggerRule(value)
    except ValueError:
        known = ", ".join(rule.value for rule in TriggerRule)
        raise DagError(f'The trigger rule of {label} cannot be "{value}". Rules are: {known}.') from None


def _check_backoff(label: str, value: Any) -> None:
    if value is not None and not (isinstance(value, int | float) and value >= 0):
        raise DagError(f"retry_exponential_backoff of {label} is True, False or a factor, not {value!r}.")


def _weight_rule(label: str, value: Any) -> Any:
    """A rule's name, or a strategy of the author's own: an object with ``get_weight(ti)``, or its class's path."""
    if isinstance(value, str) and "." in value:
        value = _strategy(label, value)
    if callable(getattr(value, "get_weight", None)):
        return value
    rule = str(getattr(value, "value", value))
    if rule not in _WEIGHT_RULES:
        raise DagError(f'The weight rule of {label} cannot be "{value}". Rules are: {", ".join(_WEIGHT_RULES)}.')
    return rule


def _strategy(label: str, path: str) -> Any:
    module, _, name = path.rpartition(".")
    try:
        return getattr(importlib.import_module(module), name)()
    except (ImportError, AttributeError) as error:
        raise DagError(f'The weight rule of {label}, "{path}", cannot be imported: {error}.') from error
