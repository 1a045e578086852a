"""The operators that can be put on the canvas, with their arguments: read from the classes themselves."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, StrEnum
from functools import cache
from types import ModuleType
from typing import Any

import couture_jupyter
from couture_jupyter import operators, sensors
from couture_jupyter.operators.base import BaseOperator
from couture_jupyter.operators.base_arguments import BASE_ARGUMENTS
from couture_jupyter.trigger_rules import TriggerRule

# Those that are made in other ways, and earlier names; of sensors the forms that always wait without a process.
HIDDEN = re.compile(r"^(Base|_|DummyOperator|SubDagOperator|HITLOperator|BashFunctionOperator|BranchMixin)|Async$")
HIDDEN_ARGUMENTS = (
    *("task_id", "dag", "task_group", "input_nb", "output_nb", "skip_exit_code"),
    *("start_from_trigger", "end_from_trigger", "trigger_kwargs"),
)
NEEDED = {"CoutureJupyterOperator": ("input_notebook",)}  # although it has another name, too
SPELLED = {"python": "Python", "sql": "SQL", "Sql": "SQL", "Http": "HTTP", "dag": "DAG"}
TITLES = {
    "CoutureJupyterOperator": "Notebook",
    "CoutureLoopableBatchOperator": "Loop over batches",
    "DagOperator": "DAG as a task",
    "SkippableDagOperator": "DAG as a task, on a condition",
    "TriggerDagRunOperator": "Trigger a DAG run",
    "ApprovalOperator": "Approval",
    "HITLBranchOperator": "Let a person choose the way",
    "HITLEntryOperator": "Ask for input",
    "EmptyOperator": "Empty",
}
CATEGORIES = {
    "Basics": ("bash", "python", "notebook", "empty"),
    "Branches": ("branch", "branch_time", "latest_only"),
    "DAGs": ("dag_of_dags", "trigger_dag", "loop_batch"),
    "Databases": ("sql", "sql_checks", "sql_tables", "transfer"),
    "People": ("human", "email"),
    "Network": ("http", "ssh"),
    "Python environments": ("virtualenv",),
}
WORDS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z0-9]+|[A-Z]+")
LONG_TEXTS = re.compile(r"(command|sql|content|body|doc_md|message)$")
# What a person sets for any task; the other arguments of all operators are written in the text.
COMMON = {
    "retries": "How often a failed task is tried again.",
    "retry_delay": "How long to wait before it is tried again.",
    "trigger_rule": "When the task starts, by how the tasks before it ended.",
    "execution_timeout": "How long a try may take.",
    "depends_on_past": "Wait until this task has succeeded in the run before.",
    "pool": "The pool whose slots it takes.",
    "priority_weight": "Tasks with more weight start first.",
    "queue": "The queue of the executor.",
    "email": "Who is told when it fails.",
    "task_display_name": "How the task is called in views.",
    "doc_md": "What the task does, in Markdown.",
}
COMMON_TYPES = {"execution_timeout": "timedelta", "email": "str", "task_display_name": "str", "doc_md": "str"}


class Form(StrEnum):
    """Which control an argument gets."""

    STRING = "string"
    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DURATION = "duration"
    JSON = "json"
    CHOICE = "choice"
    FUNCTION = "function"
    EXPRESSION = "expression"


@dataclass(frozen=True, slots=True)
class OperatorArgument:
    """An argument. ``default`` is Python text, empty where there is none; ``is_common``: all operators take it."""

    name: str
    title: str
    form: Form
    is_required: bool
    default: str
    choices: tuple[str, ...]
    doc: str
    is_common: bool


@dataclass(frozen=True, slots=True)
class Operator:
    """An operator or sensor. ``module`` is where a file imports it from."""

    name: str
    module: str
    title: str
    category: str
    doc: str
    color: str
    arguments: tuple[OperatorArgument, ...]


@cache
def catalogue() -> tuple[Operator, ...]:
    """All operators and sensors that can be put into a DAG, by category."""
    order = [*CATEGORIES, "More", "Sensors"]
    found = [_operator(each, category) for each, category in _classes()]
    return tuple(sorted(found, key=lambda each: (order.index(each.category), _rank(each), each.title)))


def _rank(operator: Operator) -> int:
    basics = ("BashOperator", "PythonOperator", "CoutureJupyterOperator", "EmptyOperator")
    return basics.index(operator.name) if operator.name in basics else len(basics)


def _classes() -> Iterator[tuple[type[BaseOperator], str]]:
    for package in (operators, sensors):
        for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(found.name)
            for name, each in vars(module).items():
                if _is_shown(name, each, module):
                    yield each, _category(found.name, package)


def _is_shown(name: str, each: Any, module: ModuleType) -> bool:
    is_operator = inspect.isclass(each) and issubclass(each, BaseOperator) and each.__module__ == module.__name__
    return is_operator and not HIDDEN.search(name) and name == each.__name__


def _category(module: str, package: ModuleType) -> str:
    if package is sensors:
        return "Sensors"
    last = module.rpartition(".")[2]
    return next((category for category, modules in CATEGORIES.items() if last in modules), "More")


def _operator(each: type[BaseOperator], category: str) -> Operator:
    name = each.__name__
    module = "couture_jupyter" if name in couture_jupyter.__all__ else each.__module__
    doc, explained = _documentation(each)
    own = [_argument(parameter, each, explained, is_common) for parameter, is_common in _parameters(each)]
    common = [_common(argument) for argument in COMMON if argument not in {one.name for one in own}]
    required_first = sorted(own, key=lambda argument: not argument.is_required)
    return Operator(name, module, _title(name), category, doc, each.ui_color, (*required_first, *common))


def _title(name: str) -> str:
    if name in TITLES:
        return TITLES[name]
    words = WORDS.findall(re.sub(r"(Operator|Sensor)$", "", name))
    words = [words[0], *(word if word.isupper() else word.lower() for word in words[1:])]
    return " ".join(SPELLED.get(word, word) for word in words)


def _parameters(cls: type[BaseOperator]) -> list[tuple[inspect.Parameter, bool]]:
    """The arguments that the class and its bases spell out, and whether they are those of all such operators."""
    found: dict[str, tuple[inspect.Parameter, bool]] = {}
    for each in cls.__mro__:
        if "__init__" not in vars(each) or each in (BaseOperator, object):
            continue
        for parameter in list(inspect.signature(vars(each)["__init__"]).parameters.values())[1:]:
            is_named = parameter.kind in (parameter.KEYWORD_ONLY, parameter.POSITIONAL_OR_KEYWORD)
            if is_named and parameter.name not in HIDDEN_ARGUMENTS:
                is_common = each.__name__.startswith("Base") and parameter.default is not parameter.empty
                found.setdefault(parameter.name, (parameter, is_common))
    return list(found.values())


def _argument(
    parameter: inspect.Parameter, cls: type[BaseOperator], explained: dict[str, str], is_common: bool
) -> OperatorArgument:
    name, default = parameter.name, parameter.default
    is_required = default is parameter.empty or name in NEEDED.get(cls.__name__, ())
    annotation = str(parameter.annotation)
    choices = _choices(annotation, default)
    form = Form.CHOICE if choices else _form(name, annotation, cls)
    shown = "" if is_required else _default(default)
    return OperatorArgument(name, _words(name), form, is_required, shown, choices, explained.get(name, ""), is_common)


def _common(name: str) -> OperatorArgument:
    default = BASE_ARGUMENTS[name]
    choices = tuple(each.value for each in TriggerRule) if name == "trigger_rule" else ()
    form = Form.CHOICE if choices else _form(name, COMMON_TYPES.get(name, type(default).__name__), BaseOperator)
    return OperatorArgument(name, _words(name), form, False, _default(default), choices, COMMON[name], True)


def _form(name: str, annotation: str, cls: type[BaseOperator]) -> Form:
    if "Callable" in annotation:
        return Form.FUNCTION
    if "timedelta" in annotation:
        return Form.DURATION
    kinds = {"bool": Form.BOOLEAN, "int": Form.NUMBER, "float": Form.NUMBER, "str": Form.STRING}
    first = re.split(r"\W", annotation, maxsplit=1)[0]
    if kinds.get(first) is Form.STRING:
        is_long = LONG_TEXTS.search(name) or name in cls.template_fields_renderers
        return Form.TEXT if is_long else Form.STRING
    if first in kinds:
        return kinds[first]
    is_listed = first in ("dict", "list", "Sequence", "Mapping", "Iterable", "Collection", "tuple")
    return Form.JSON if is_listed else Form.EXPRESSION


def _choices(annotation: str, default: object) -> tuple[str, ...]:
    if annotation.startswith("Literal["):
        return tuple(re.findall(r"""["'](.*?)["']""", annotation))
    return tuple(str(each.value) for each in type(default)) if isinstance(default, Enum) else ()


def _default(value: object) -> str:
    if isinstance(value, Enum):
        return repr(value.value)
    if isinstance(value, timedelta):
        return f"timedelta(seconds={int(value.total_seconds())})"
    plain = isinstance(value, str | int | float | bool | list | dict | tuple) or value is None
    return repr(value) if plain else ""


def _words(name: str) -> str:
    text = name.replace("_", " ").strip()
    return text[:1].upper() + text[1:]


def _documentation(cls: type[BaseOperator]) -> tuple[str, dict[str, str]]:
    """The first paragraph, and what the docstrings of the class and its bases say of each argument."""
    explained: dict[str, str] = {}
    for each in cls.__mro__:
        if issubclass(each, BaseOperator) and each is not BaseOperator and each.__doc__:
            for name, text in _explained(inspect.cleandoc(each.__doc__)):
                explained.setdefault(name, text)
    first = inspect.cleandoc(cls.__doc__ or "").split("\n\n")[0]
    return _plain(first), explained


def _explained(doc: str) -> Iterator[tuple[str, str]]:
    _, _, rest = doc.partition("Args:\n")
    section = rest.split("\n\n")[0]
    for found in re.finditer(r"^ {4}([\w, ]+?): (.*(?:\n {6,}.*)*)", section, re.MULTILINE):
        for name in found[1].split(","):
            yield name.strip(), _plain(found[2])


def _plain(text: str) -> str:
    return " ".join(text.replace("``", "").split())
