"""Operators and sensors that stand in for a provider's: they show their arguments and fail when they run."""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar, NoReturn

from couture_jupyter.exceptions import TaskFailed
from couture_jupyter.operators.base import BaseOperator
from couture_jupyter.operators.base_arguments import BASE_ALIASES


class StandInOperator(BaseOperator):
    """Takes any argument. The graph knows its place and what it was given; it fails at its first try."""

    takes_any_argument = True
    ui_color = "#e8e8e8"
    sentence: ClassVar[str] = ""

    def __init__(self, **kwargs: Any) -> None:
        known = {"task_id", *self.base_arguments, *BASE_ALIASES}
        own = {name: value for name, value in kwargs.items() if name not in known}
        super().__init__(**{name: value for name, value in kwargs.items() if name in known})
        self.__dict__.update({name: value for name, value in own.items() if not hasattr(type(self), name)})
        self.own_arguments = own

    def finish_construction(self) -> None:
        """Tasks whose output is an argument come before this one. Nothing is rendered: nothing would use it."""
        self.template_fields = ("own_arguments",)
        super().finish_construction()
        self.template_fields = ()

    def execute(self, context: Any) -> NoReturn:
        """Fails for good: another try would miss the same package."""
        raise TaskFailed(self.sentence)


@cache
def operator_class(name: str, sentence: str) -> type[StandInOperator]:
    """The class that stands in for the operator ``name``."""
    return type(name, (StandInOperator,), {"__doc__": sentence, "sentence": sentence})
