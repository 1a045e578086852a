"""What an operator cannot do without."""

from __future__ import annotations

from couture_scheduler.dag_editing.catalogue import OperatorArgument, catalogue
from couture_scheduler.dag_editing.changes import AddTask
from couture_scheduler.dag_editing.values import Value, ValueKind
from couture_scheduler.errors import FieldProblem, InvalidInputError


def needed(operator: str) -> dict[str, OperatorArgument]:
    """The arguments that a task of this operator must have, by name; none for operators that are not ours."""
    found = next((each for each in catalogue() if each.name == operator), None)
    return {each.name: each for each in found.arguments if each.is_required} if found else {}


def check_given(change: AddTask) -> None:
    """All that is needed is there and not empty."""
    problems = [
        FieldProblem(("arguments", name), missing(argument))
        for name, argument in needed(change.operator).items()
        if name not in change.arguments or is_empty(change.arguments[name])
    ]
    if problems:
        raise InvalidInputError(*problems)


def is_empty(value: Value) -> bool:
    """Whether nothing was typed."""
    is_code = value.kind in (ValueKind.NAME, ValueKind.EXPRESSION)
    return not (value.code.strip() if is_code else value.value if value.kind is ValueKind.STRING else True)


def missing(argument: OperatorArgument) -> str:
    """What is said where it is missing."""
    return f"{argument.title} is missing: the task cannot do without it."
