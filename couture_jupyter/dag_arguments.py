"""The arguments that a DAG takes beside its id and its schedule: their names, defaults and checks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from couture_jupyter import access_control, deadlines
from couture_jupyter.arguments import duration
from couture_jupyter.exceptions import DagError
from couture_jupyter.notebook_options import NotifyRule, Retention
from couture_jupyter.operators.base_arguments import check_callbacks
from couture_jupyter.params import take as take_params

# Every further argument of a DAG and its default. Those that nothing of ours reads yet are kept as
# attributes.
DAG_ARGUMENTS: dict[str, Any] = {
    "catchup": False,
    "missed_runs": None,
    "overlap": "parallel",
    "retention": None,
    "notify": (),
    "default_args": None,
    "params": None,
    "tags": (),
    "max_active_runs": 16,
    "max_active_tasks": 16,
    "max_consecutive_failed_dag_runs": 0,
    "dagrun_timeout": None,
    "fail_fast": False,
    "is_paused_upon_creation": None,
    "doc_md": None,
    "owner_links": None,
    "dag_display_name": None,
    "orientation": "LR",
    "default_view": "grid",
    "access_control": None,
    "template_searchpath": None,
    "template_undefined": None,
    "user_defined_macros": None,
    "user_defined_filters": None,
    "render_template_as_native_obj": False,
    "jinja_environment_kwargs": None,
    "on_success_callback": None,
    "on_failure_callback": None,
    "sla_miss_callback": None,
    "deadline": None,
    "auto_register": True,
    "disable_bundle_versioning": False,
    "rerun_with_latest_version": None,
    "allowed_run_types": None,
    "full_filepath": None,
}
# Earlier names of the same.
DAG_ALIASES = {"concurrency": "max_active_tasks", "fail_stop": "fail_fast"}
_WORDS = {
    "missed_runs": ("skip", "run_last", "run_all"),
    "overlap": ("parallel", "queue", "skip"),
    "orientation": ("LR", "TB", "RL", "BT"),
    "default_view": ("grid", "graph", "duration", "gantt", "landing_times", "tree", "calendar"),
}
_COUNTS = ("max_active_runs", "max_active_tasks", "max_consecutive_failed_dag_runs")
_TRUTHS = (
    *("catchup", "fail_fast", "render_template_as_native_obj", "auto_register", "is_paused_upon_creation"),
    "rerun_with_latest_version",
)
_DICTS = (
    *("default_args", "user_defined_macros", "user_defined_filters", "jinja_environment_kwargs", "access_control"),
    "owner_links",
)
_CALLBACKS = ("on_success_callback", "on_failure_callback", "sla_miss_callback")
_LINKS = ("http://", "https://", "mailto:")
LONGEST_TAG = 100


def converted(label: str, values: dict[str, Any], default_args: dict[str, Any]) -> dict[str, Any]:
    """The arguments as a DAG keeps them: each under its name, converted where its type matters."""
    for name in _DICTS:
        check_dict(f"{name} of {label}", values[name])
    for name in _TRUTHS:
        _check_truth(f"{name} of {label}", values[name])
    values.pop("default_args")
    values["dagrun_timeout"] = duration(f"dagrun_timeout of {label}", values["dagrun_timeout"])
    defaults = take_params(label, default_args.pop("params", None))
    values["params"] = defaults.merged(take_params(label, values["params"]))
    values["tags"] = _tags(label, values["tags"])
    values["missed_runs"] = values["missed_runs"] or ("run_all" if values["catchup"] else "run_last")
    values["catchup"] = values["missed_runs"] == "run_all"
    for name, words in _WORDS.items():
        _check_word(f"{name} of {label}", values[name], words)
    for name in _COUNTS:
        values[name] = _count(f"{name} of {label}", values[name], DAG_ARGUMENTS[name])
    for name in _CALLBACKS:
        check_callbacks(f"{name} of {label}", values[name])
    _check_links(label, values["owner_links"] or {})
    values["access_control"] = access_control.take(label, values["access_control"])
    values["deadline"] = deadlines.take(label, values["deadline"])
    values["doc_md"] = _documentation(values["doc_md"])
    return values | _options(label, values)


def _options(label: str, values: dict[str, Any]) -> dict[str, Any]:
    try:
        rules = tuple(_rule(rule) for rule in values["notify"] or ())
        return {"retention": Retention.of(values["retention"]), "notify": rules}
    except (TypeError, ValueError) as error:
        raise DagError(f"retention or notify of {label} cannot be understood: {error}.") from error


def _rule(given: Any) -> NotifyRule:
    """The rule; ``ValueError`` says what is wrong with it. One event or recipient need not be a list."""
    if isinstance(given, dict):
        given = {name: _as_list(value) if name in ("on", "to") else value for name, value in given.items()}
    rule = NotifyRule.of(given)
    for field, sentence in rule.problems():
        raise ValueError(f"{field}: {sentence.rstrip('.')}")
    return rule


def _as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return [value] if isinstance(value, str) else list(value)


def _tags(label: str, value: Any) -> list[str]:
    tags = sorted({str(tag) for tag in _as_list(value)})
    for tag in tags:
        if not tag or len(tag) > LONGEST_TAG:
            raise DagError(f'"{tag}" cannot be a tag of {label}: a tag has 1 to {LONGEST_TAG} characters.')
    return tags


def _check_word(what: str, value: Any, words: Sequence[str]) -> None:
    if value not in words:
        raise DagError(f"{what} cannot be {value!r}. It is one of: {', '.join(words)}.")


def _count(what: str, value: Any, default: int) -> int:
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise DagError(f"{what} is a whole number, not {value!r}.")
    return value


def _check_truth(what: str, value: Any) -> None:
    if value is not None and not isinstance(value, bool | int):
        raise DagError(f"{what} is True or False, not {value!r}.")


def check_dict(what: str, value: Any) -> None:
    """Refuse what is no dict."""
    if value is not None and not isinstance(value, dict):
        raise DagError(f"{what} is a dict, not {value!r}.")


def _check_links(label: str, links: dict[str, Any]) -> None:
    for owner, link in links.items():
        if not isinstance(link, str) or not link.startswith(_LINKS):
            raise DagError(
                f"owner_links of {label}: the link of {owner} begins with one of {', '.join(_LINKS)}; not {link!r}."
            )


def _documentation(value: Any) -> Any:
    """The text, or that of the Markdown file that it names."""
    if isinstance(value, str) and value.endswith(".md") and "\n" not in value:
        file = Path(value)
        return file.read_text(encoding="utf-8") if file.is_file() else value
    return value
