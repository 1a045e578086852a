"""Small functions on lists and dicts, of ``airflow.utils.helpers``."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def is_container(obj: Any) -> bool:
    """Whether it holds others: a list, a tuple, a dict …, but no text."""
    return hasattr(obj, "__iter__") and not isinstance(obj, str)


def as_tuple(obj: Any) -> tuple[Any, ...]:
    """A container as a tuple, anything else as the only one of a tuple."""
    return tuple(obj) if is_container(obj) else (obj,)


def as_flattened_list(iterable: Iterable[Iterable[Item]]) -> list[Item]:
    """One list of what is in several."""
    return [each for inner in iterable for each in inner]


def chunks(items: Sequence[Item], chunk_size: int) -> Iterator[Sequence[Item]]:
    """``items`` in pieces of ``chunk_size``."""
    if chunk_size <= 0:
        raise ValueError("chunk_size is a whole number of at least 1.")
    for begin in range(0, len(items), chunk_size):
        yield items[begin : begin + chunk_size]


def reduce_in_chunks(
    fn: Callable[[Result, Sequence[Item]], Result], iterable: Sequence[Item], initializer: Result, chunk_size: int = 0
) -> Result:
    """``functools.reduce`` over pieces; without a size over all at once."""
    if not iterable:
        return initializer
    return functools.reduce(fn, chunks(iterable, chunk_size or len(iterable)), initializer)


def merge_dicts(dict1: dict[Any, Any], dict2: dict[Any, Any]) -> dict[Any, Any]:
    """Both, the second before the first; dicts in them are merged as well."""
    merged = dict(dict1)
    for key, value in dict2.items():
        both = isinstance(merged.get(key), dict) and isinstance(value, dict)
        merged[key] = merge_dicts(merged[key], value) if both else value
    return merged


def prune_dict(val: Any, mode: str = "strict") -> Any:
    """Without what is ``None`` (``strict``) or empty (``truthy``), at every depth."""
    if mode not in ("strict", "truthy"):
        raise ValueError(f'The mode of prune_dict is "strict" or "truthy", not {mode!r}.')
    if isinstance(val, dict):
        kept = {key: _pruned(value, mode) for key, value in val.items()}
        return {key: value for key, value in kept.items() if _stays(value, mode)}
    if isinstance(val, list):
        return [value for value in (_pruned(each, mode) for each in val) if _stays(value, mode)]
    return val


def _pruned(value: Any, mode: str) -> Any:
    return prune_dict(value, mode) if isinstance(value, dict | list) else value


def _stays(value: Any, mode: str) -> bool:
    return value is not None if mode == "strict" else bool(value)


def partition(pred: Callable[[Item], bool], iterable: Iterable[Item]) -> tuple[Iterator[Item], Iterator[Item]]:
    """Those for which ``pred`` is false, and those for which it is true."""
    items = list(iterable)
    return (each for each in items if not pred(each)), (each for each in items if pred(each))


def exactly_one(*args: Any) -> bool:
    """Whether one of the arguments is true, and no other."""
    return sum(map(bool, args)) == 1


def at_most_one(*args: Any) -> bool:
    """Whether not more than one argument is there: neither false nor ``NOTSET``."""
    from couture_jupyter.airflow_compat.values import NOTSET

    return sum(bool(each) for each in args if each is not NOTSET) <= 1
