"""What stands in for an operator, a hook or a value of a provider that is not installed.

A DAG file that uses them is read and its graph is drawn. What only the real thing could do fails when the task runs,
with the command that installs it.
"""

from __future__ import annotations

import re
from contextvars import ContextVar
from typing import Any, NoReturn

from couture_jupyter.exceptions import TaskFailed

is_reading: ContextVar[bool] = ContextVar("is_reading", default=False)  # whether a DAG file is being read
_TWO_PARTS = ("apache", "atlassian", "cncf", "common", "dbt", "microsoft")  # providers with a dot in their names
_OPERATORS = ("Operator", "Sensor", "SensorAsync", "OperatorAsync", "Transfer")


def distribution_of(module: str) -> str | None:
    """The package that has ``airflow.providers.…``; ``None`` for modules that are no provider's."""
    parts = module.split(".")
    if parts[:2] != ["airflow", "providers"] or len(parts) < 3:
        return None
    name = parts[2:4] if parts[2] in _TWO_PARTS else parts[2:3]
    return "-".join(["apache-airflow-providers", *name])


def explain(module: str, name: str) -> str:
    """Why the real thing is not here, and what to do."""
    distribution = distribution_of(module)
    if distribution is None:
        return (
            f"{name} of {module} is not part of Couture Jupyter. When it is a plugin of yours, put the file that "
            "makes it into the folder plugins beside your DAG files; when it is of a provider, import it from "
            "airflow.providers."
        )
    if is_installed(distribution):
        return f"The installed {distribution} has no {name} in {module}. Another version may have it."
    return (
        f"{name} comes with an Airflow provider that is not installed here. "
        f"Install it with: pip install --no-deps {distribution}"
    )


def is_installed(distribution: str) -> bool:
    """Whether the distribution is in this environment."""
    import importlib.metadata

    try:
        importlib.metadata.distribution(distribution)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def stand_in(module: str, name: str) -> Any:
    """What ``name`` of ``module`` is while the real thing is not there."""
    return stand_in_for(module, name, explain(module, name))


def stand_in_for(module: str, name: str, sentence: str) -> Any:
    """The same, with what it says when it is used. How a name is spelled tells what it is."""
    if name.endswith(_OPERATORS) and name[0].isupper():
        from couture_jupyter.airflow_compat.stand_in_operators import operator_class

        return operator_class(name, sentence)
    if re.fullmatch(r"[A-Z][A-Z0-9_]*", name):
        return StandInText(_value_of(module, name))
    if name[0].isupper():
        return type(name, (StandInObject,), {"__doc__": sentence, "sentence": sentence})
    return StandInFunction(module, name, sentence)


def _value_of(module: str, name: str) -> str:
    """A constant's value as far as it can be known: in Google's providers the names of fields, ``BUCKET_NAME`` for
    ``bucketName``; elsewhere its own name."""
    if "google" not in module and "gcp" not in module:
        return name
    first, *rest = name.lower().split("_")
    return first + "".join(word.capitalize() for word in rest)


class StandInText(str):
    """A constant, or a member of an enum."""

    __slots__ = ()

    @property
    def value(self) -> str:
        """An enum member's value."""
        return str(self)

    @property
    def name(self) -> str:
        """An enum member's name."""
        return str(self)


class _Meta(type):
    """What a class that stands in says of attributes nobody has heard of: an enum's members, class methods."""

    sentence: str

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if re.fullmatch(r"[A-Z][A-Z0-9_]*", name):
            return StandInText(name)
        return StandInFunction(cls.__name__, name, cls.sentence)


class StandInObject(metaclass=_Meta):
    """A hook or a value: made with any arguments; what it is asked to do fails with the sentence."""

    sentence = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.__dict__.update(kwargs)
        self._given = (args, kwargs)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name == "_given":
            raise AttributeError(name)
        return StandInFunction(type(self).__name__, name, type(self).sentence)

    def __call__(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TaskFailed(type(self).sentence)

    def __repr__(self) -> str:
        args, kwargs = self._given
        shown = [*map(repr, args), *(f"{name}={value!r}" for name, value in kwargs.items())]
        return f"{type(self).__name__}({', '.join(shown)})"


class StandInFunction:
    """A function or a module: may be passed on (a callback, a handler); a call within a task fails with the sentence.

    While a file is read a call is answered with another stand-in: notifiers and decorators are made by calls.
    """

    def __init__(self, module: str, name: str, sentence: str) -> None:
        self.__module__, self.__name__, self.__qualname__ = module, name, name
        self._sentence = sentence

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        from couture_jupyter.runtime import current_task

        if current_task.get(None) is not None and not is_reading.get():
            raise TaskFailed(self._sentence)
        return StandInFunction(self.__module__, self.__name__, self._sentence)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return stand_in_for(f"{self.__module__}.{self.__name__}", name, self._sentence)

    def __repr__(self) -> str:
        return f"{self.__module__}.{self.__name__}"
