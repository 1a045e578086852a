"""How many instances a mapped task has: a small expression that the engine evaluates without the values themselves.

An author's ``expand(x=[1, 2], y=load.output.map(f))`` becomes ``{"product": [{"literal": 2}, {"xcom": ["load",
"return_value"]}]}``. The forms:

``{"literal": n}``                          written in the DAG file
``{"xcom": [task_id, key]}``                the length of what that task pushed; of a mapped task: how many of its
                                            instances pushed
``{"product": [size, …]}``                  ``expand`` with several arguments
``{"zip": [size, …], "longest": bool}``     ``XComArg.zip``
``{"concat": [size, …]}``                   ``XComArg.concat``

``XComArg.map`` changes no length: it stands for what it maps.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

Size = dict[str, Any]
LengthOf = Callable[[str, str], int | None]


def evaluate(size: Size, length_of: LengthOf) -> int | None:
    """The number of instances; ``None`` while a length is not known.

    Args:
        size: the expression.
        length_of: the length of what a task (id) pushed under a key, or ``None``.
    """
    if "literal" in size:
        return int(size["literal"])
    if "xcom" in size:
        task_id, key = size["xcom"]
        return length_of(task_id, key)
    name, combine = next((name, combine) for name, combine in _COMBINED.items() if name in size)
    parts = [evaluate(each, length_of) for each in size[name]]
    known = [each for each in parts if each is not None]
    return combine(known, size) if len(known) == len(parts) else None


def xcoms(size: Size) -> Iterator[tuple[str, str]]:
    """The tasks and keys whose lengths ``size`` depends on."""
    if "xcom" in size:
        task_id, key = size["xcom"]
        yield task_id, key
    for name in _COMBINED:
        for each in size.get(name, ()):
            yield from xcoms(each)


def _zip(parts: list[int], size: Size) -> int:
    return max(parts) if size.get("longest") else min(parts)


_COMBINED: dict[str, Callable[[list[int], Size], int]] = {
    "product": lambda parts, _: math.prod(parts),
    "zip": _zip,
    "concat": lambda parts, _: sum(parts),
}
