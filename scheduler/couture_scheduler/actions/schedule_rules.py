"""What makes a schedule form right. Every rule names its field; all problems are found at once."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from couture_jupyter.arguments import zone
from couture_jupyter.exceptions import CoutureError
from couture_jupyter.output_paths import check_output_template, output_values, render_output_path, without_jinja
from couture_jupyter.timetables import CronTrigger
from couture_scheduler.actions.accounts import own_kernels
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.notebooks import NotebookInspection, NotebookParameter, inspect_file, typed
from couture_scheduler.actions.schedule_form import NotebookScheduleForm, slug
from couture_scheduler.actions.schedule_rules_code import code_problems
from couture_scheduler.actions.schedule_rules_environment import environment_problems
from couture_scheduler.actions.schedule_rules_hold import hold_problems
from couture_scheduler.actions.schedule_rules_notify import notify_problems
from couture_scheduler.actions.schedule_rules_preflight import preflight_problems
from couture_scheduler.actions.schedule_rules_retention import retention_problems
from couture_scheduler.actions.schedule_rules_secrets import secret_problems
from couture_scheduler.errors import FieldProblem, InvalidInputError, NotFoundError, UnavailableError
from couture_scheduler.files.notebooks import is_parameter_name
from couture_scheduler.files.sources import Kind
from couture_scheduler.files.workspace import inside

_OVERLAP = ("parallel", "queue", "skip")
_MISSED = ("skip", "run_last", "run_all")
_KINDS = ("now", "once", "cron", "manual", "file", "after")
_MAX_RETRIES = 1000
_LONGEST = 365 * 24 * 3600.0

Problems = Iterator[FieldProblem]


def normalise(ctx: ActionContext, form: NotebookScheduleForm) -> NotebookScheduleForm:
    """The form with defaults filled in, names trimmed and moments in UTC; nothing is refused here."""
    timezone = (form.timezone or "").strip() or ctx.settings.default_timezone
    when = form.when
    if when.cron is not None:
        when = dataclasses.replace(when, cron=" ".join(when.cron.split()))
    if _is_script(ctx, form):  # there is no executed notebook, and no kernel
        form = dataclasses.replace(form, output_path=None, kernel_name=None, exports=())
    return dataclasses.replace(
        form,
        name=form.name.strip(),
        parameters=typed(ctx, form.notebook, form.parameters),
        timezone=timezone,
        when=dataclasses.replace(when, at=_in_utc(when.at, timezone)),
        start_date=_in_utc(form.start_date, timezone),
        end_date=_in_utc(form.end_date, timezone),
        output_path=(form.output_path or "").strip() or None,
        kernel_name=form.kernel_name or None,
        tags=tuple(dict.fromkeys(tag.strip() for tag in form.tags if tag.strip())),
        description=(form.description or "").strip() or None,
    )


def _is_script(ctx: ActionContext, form: NotebookScheduleForm) -> bool:
    try:
        return inspect_file(ctx, form.notebook).kind is Kind.SCRIPT
    except (InvalidInputError, NotFoundError):  # said at its field
        return False


def find_problems(ctx: ActionContext, form: NotebookScheduleForm, *, old: NotebookScheduleForm | None) -> Problems:
    """Everything that is wrong with the (normalised) form. ``old`` is what was saved before, when it is edited."""
    notebook = None
    try:
        notebook = inspect_file(ctx, form.notebook)
        yield from _notebook(ctx, notebook)
    except InvalidInputError as error:
        yield from (FieldProblem(("notebook",), each.message) for each in error.problems)
    except NotFoundError as error:
        yield FieldProblem(("notebook",), str(error))
    yield from _name(form)
    yield from _kernel(ctx, form, notebook)
    yield from _parameters(form, notebook)
    yield from _times(ctx, form, old)
    yield from _output(ctx, form)
    yield from _numbers(form)
    yield from _words(form)
    yield from code_problems(ctx, form)
    yield from hold_problems(form)
    yield from retention_problems(form)
    yield from secret_problems(ctx, form)
    yield from environment_problems(ctx, form, notebook)
    yield from preflight_problems(ctx, form)
    yield from notify_problems(ctx, form)


def _name(form: NotebookScheduleForm) -> Problems:
    if not form.name:
        yield FieldProblem(("name",), "Give the schedule a name.")
    elif len(form.name) > 250 or not slug(form.name):
        yield FieldProblem(("name",), "A name has at most 250 characters, and at least one letter or digit.")


def _notebook(ctx: ActionContext, notebook: NotebookInspection) -> Problems:
    if inside(ctx.settings.workspace, notebook.path).is_relative_to(ctx.settings.home):
        yield FieldProblem(("notebook",), "This notebook belongs to a run. Copy it into the workspace first.")


def _kernel(ctx: ActionContext, form: NotebookScheduleForm, notebook: NotebookInspection | None) -> Problems:
    name = form.kernel_name or (notebook.kernel_name if notebook else None)
    if name is None and notebook is None:
        return
    try:
        known = own_kernels(ctx)  # also of a script: nothing runs as who has no user of the system
    except UnavailableError as error:
        yield FieldProblem(("notebook",), str(error))  # no other kernel would help
        return
    if name is None:
        if notebook is not None and notebook.kind is not Kind.SCRIPT:
            yield FieldProblem(("kernel_name",), "The notebook names no kernel. Choose one.")
    elif name not in known:
        whose = "" if form.kernel_name else "The notebook wants it. "
        message = f"There is no kernel {name!r} here. {whose}Choose one of: {', '.join(known)}."
        yield FieldProblem(("kernel_name",), message)


def _parameters(form: NotebookScheduleForm, notebook: NotebookInspection | None) -> Problems:
    declared = {each.name: each for each in notebook.parameters} if notebook else {}
    language = str((notebook and notebook.language) or "python")
    for name, value in form.parameters.items():
        if not is_parameter_name(name, language):
            yield FieldProblem(("parameters", name), f"{name!r} cannot be the name of a variable.")
        elif name in form.secret_parameters:
            continue  # what it is comes at run time; ``secret_problems`` looks at its reference
        elif problem := _wrong_type(declared.get(name), value) or _wrong_template(value):
            yield FieldProblem(("parameters", name), problem)


_FITS: dict[str, tuple[type, ...]] = {
    "int": (int,),
    "float": (int, float),
    "bool": (bool,),
    "str": (str,),
    "list": (list, tuple),
    "dict": (dict,),
}
_WORDS = {"int": "a whole number", "float": "a number", "bool": "true or false", "str": "text", "list": "a list"}


def _wrong_type(declared: NotebookParameter | None, value: Any) -> str | None:
    if not _is_json(value):
        return "Numbers must be finite, and lists not nested too deeply."
    if declared is None or not declared.type:
        return None
    if value is None:
        return None if declared.nullable else f"The parameter {declared.name!r} needs a value."
    if isinstance(value, str) and "{{" in value:
        return None  # a template: what it gives is known when it runs
    fits = isinstance(value, _FITS[declared.type]) and (declared.type == "bool" or not isinstance(value, bool))
    word = _WORDS.get(declared.type, "an object with names and values")
    return None if fits else f"The parameter {declared.name!r} takes {word}."


def _is_json(value: Any) -> bool:
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        return False
    return True


def _wrong_template(value: Any) -> str | None:
    """Text with Jinja in it is a template: the mistake is better found now than at night."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return next((problem for each in value if (problem := _wrong_template(each))), None)
    if not isinstance(value, str) or not ("{{" in value or "{%" in value or "{#" in value):
        return None
    from jinja2 import Environment, TemplateSyntaxError

    try:
        Environment(autoescape=False).parse(value)  # noqa: S701 - only parsed
    except TemplateSyntaxError as error:
        return f"This is read as a Jinja template and cannot be: {(error.message or '').rstrip('.')}."
    except RecursionError:
        return "This is read as a Jinja template and is nested too deeply."
    return None


def _times(ctx: ActionContext, form: NotebookScheduleForm, old: NotebookScheduleForm | None) -> Problems:
    try:
        zone(form.timezone or "UTC")
    except CoutureError as error:
        yield FieldProblem(("timezone",), str(error))
        return
    when = form.when
    if when.kind not in _KINDS:
        yield FieldProblem(("when", "kind"), f"Choose one of: {', '.join(_KINDS)}.")
    if when.kind == "cron":
        try:
            CronTrigger(when.cron or "", timezone=form.timezone or "UTC")
        except CoutureError as error:
            yield FieldProblem(("when", "cron"), str(error) if when.cron else "Give a cron expression.")
    if when.kind == "once":
        unchanged = old is not None and old.when == when
        if when.at is None:
            yield FieldProblem(("when", "at"), "Give a date and a time.")
        elif when.at <= ctx.clock() and not unchanged:
            yield FieldProblem(("when", "at"), "This moment has passed. Choose a later one, or run it now.")
    if form.start_date and form.end_date and form.end_date <= form.start_date:
        yield FieldProblem(("end_date",), "The end must come after the start.")


def _output(ctx: ActionContext, form: NotebookScheduleForm) -> Problems:
    if form.output_path is None:
        return
    try:
        check_output_template(form.output_path)
    except ValueError as error:
        yield FieldProblem(("output_path",), str(error))
        return
    try:
        # Placeholders stand for single names, so the folders that can be checked now are those without any.
        place = inside(ctx.settings.workspace, form.output_path, field="output_path")
    except InvalidInputError as error:
        yield from error.problems
        return
    if place.is_relative_to(ctx.settings.home):
        yield FieldProblem(("output_path",), "Outputs cannot be written into Couture's own folder.")
    elif not form.output_path.endswith(".ipynb"):
        yield FieldProblem(("output_path",), "The output is a notebook: its name ends in .ipynb.")
    elif inside(ctx.settings.workspace, _example(form), field="output_path") == ctx.settings.workspace / form.notebook:
        yield FieldProblem(("output_path",), "The output would overwrite the notebook itself.")


def _example(form: NotebookScheduleForm) -> str:
    """An output path of this schedule, so that ``{notebook}.ipynb`` is seen for what it is."""
    values = output_values(
        run_id="manual__x",
        dag_id=slug(form.name) or "x",
        task_id="notebook",
        logical_date=datetime(2026, 1, 31, tzinfo=UTC),
        notebook=form.notebook,
        try_number=1,
    )
    return render_output_path(without_jinja(form.output_path or ""), values)


def _numbers(form: NotebookScheduleForm) -> Problems:
    if not 0 <= form.retries <= _MAX_RETRIES:
        yield FieldProblem(("retries",), f"Between 0 and {_MAX_RETRIES} retries are possible.")
    for name, value in (("retry_delay", form.retry_delay), ("max_retry_delay", form.max_retry_delay)):
        if value is not None and not 0 <= value <= _LONGEST:
            yield FieldProblem((name,), "Give a number of seconds, at most a year.")
    if not (form.retry_backoff == 0 or 1 <= form.retry_backoff <= 100):
        yield FieldProblem(("retry_backoff",), "Give 0 for a constant delay, or a factor from 1 to 100.")
    if form.timeout is not None and not 0 < form.timeout <= _LONGEST:
        yield FieldProblem(("timeout",), "Give a number of seconds above 0, at most a year.")


def _words(form: NotebookScheduleForm) -> Problems:
    if form.overlap not in _OVERLAP:
        yield FieldProblem(("overlap",), f"Choose one of: {', '.join(_OVERLAP)}.")
    if form.missed_runs not in _MISSED:
        yield FieldProblem(("missed_runs",), f"Choose one of: {', '.join(_MISSED)}.")
    for index, tag in enumerate(form.tags):
        if len(tag) > 100:
            yield FieldProblem(("tags", index), "A tag has at most 100 characters.")
    if form.description and len(form.description) > 10_000:
        yield FieldProblem(("description",), "The description has at most 10,000 characters.")


def _in_utc(moment: datetime | None, timezone: str) -> datetime | None:
    """A moment without a time zone is one in the schedule's. In UTC two moments compare as they should, also in the
    hour that a clock change repeats."""
    if moment is None:
        return None
    if moment.tzinfo is None:
        try:
            moment = moment.replace(tzinfo=zone(timezone))
        except CoutureError:  # said at its own field
            moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC)
