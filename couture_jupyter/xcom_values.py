"""What tasks returned, mapped, zipped and concatenated: each value is made when it is asked for, and no other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import Any

from couture_jupyter.exceptions import TaskError


class MappedValues(Sequence[Any]):
    """Values behind functions that are called when a value is asked for: a mapped task asks for one only."""

    def __init__(self, values: Sequence[Any], functions: Sequence[Callable[[Any], Any]]) -> None:
        self._values, self._functions = values, functions

    def __getitem__(self, index: Any) -> Any:
        value = self._values[index]
        if isinstance(index, slice):
            return MappedValues(value, self._functions)
        for function in self._functions:
            value = function(value)
        return value

    def __len__(self) -> int:
        return len(self._values)


class ZippedValues(Sequence[Any]):
    """Tuples of values that are taken from several collections when they are asked for."""

    def __init__(self, collections: Sequence[Sequence[Any]], *, is_filled: bool, fillvalue: Any) -> None:
        self._collections, self._is_filled, self._fillvalue = collections, is_filled, fillvalue

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self)))]
        place = range(len(self))[index]
        return tuple(each[place] if place < len(each) else self._fillvalue for each in self._collections)

    def __len__(self) -> int:
        lengths = [len(each) for each in self._collections]
        return max(lengths) if self._is_filled else min(lengths)


class ConcatenatedValues(Sequence[Any]):
    """Values of several collections, one after the other."""

    def __init__(self, collections: Sequence[Sequence[Any]]) -> None:
        self._collections = collections

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self)))]
        place = range(len(self))[index]
        for each in self._collections:
            if place < len(each):
                return each[place]
            place -= len(each)
        raise IndexError(index)

    def __len__(self) -> int:
        return sum(len(each) for each in self._collections)


class _Items(Sequence[Any]):
    """The pairs of a dict."""

    def __init__(self, values: Mapping[Any, Any]) -> None:
        self._values = values

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return list(self._values.items())[index]
        return next(islice(self._values.items(), range(len(self))[index], None))

    def __len__(self) -> int:
        return len(self._values)


def collection(verb: str, value: Any) -> Sequence[Any]:
    """``value`` as what a task can be mapped over: a list or tuple, or the pairs of a dict."""
    if isinstance(value, Mapping):
        return _Items(value)
    if isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray):
        return value
    raise TaskError(f"{verb}() needs a list or a dict from the task before; it returned {_described(value)}.")


def _described(value: Any) -> str:
    return "nothing" if value is None else f"a value of type {type(value).__name__}"
