"""Parameters of a DAG: a default value, a description, a JSON schema; and which value a task sees.

Airflow's rules: a task sees the DAG's parameters, over them its own, over them what the run was given as ``conf``; what
the run was given must fit the schemas.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, MutableMapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from couture_jupyter.exceptions import DagError, ParamValidationError
from couture_jupyter.xcom_args import UNSET, ResolveMixin

if TYPE_CHECKING:
    from couture_jupyter.dags import DAG
    from couture_jupyter.operators.base import BaseOperator


class Param:
    """One parameter. A default of ``None`` given on purpose is a value; without a default one must be given
    with the run. Keywords beyond ``description`` are JSON schema (``type``, ``minimum``, ``enum`` …)."""

    def __init__(self, default: Any = UNSET, description: str | None = None, **schema: Any) -> None:
        given = schema.pop("schema", None)
        self.description = description
        self.schema: dict[str, Any] = {**(given or {}), **schema}
        self.value = default
        self.has_value = default is not UNSET

    def dump(self) -> dict[str, Any]:
        """JSON: ``value`` (left out when there is no default), ``description``, ``schema``."""
        document: dict[str, Any] = {"description": self.description, "schema": self.schema}
        if self.has_value:
            document["value"] = self.value
        return document

    def resolve(self, value: Any = UNSET, suppress_exception: bool = False) -> Any:
        """The value, else the default, checked against the schema.

        Raises:
            ParamValidationError: it does not fit, or there is none; with ``suppress_exception`` that gives ``None``.
        """
        found = self.value if value is UNSET else value
        problem = "no value is given, and there is no default" if found is UNSET else self.problem(found)
        if problem and not suppress_exception:
            raise ParamValidationError(problem)
        return None if problem else found

    def problem(self, value: Any) -> str:
        """What is wrong with ``value``, with its place inside; nothing when it fits."""
        if not self.schema:
            return ""
        from jsonschema.exceptions import SchemaError, best_match  # type: ignore[import-untyped]

        try:
            error = best_match(_validator(_frozen(self.schema)).iter_errors(value))
        except SchemaError as broken:
            return f"its schema is no JSON schema: {broken.message}"
        if error is None:
            return ""
        place = "".join(f"[{each!r}]" for each in error.absolute_path)
        return f"{f'at {place}: ' if place else ''}{error.message}"

    def __repr__(self) -> str:
        return f"Param({self.value!r})" if self.has_value else "Param()"


@lru_cache(maxsize=1000)
def _validator(schema: tuple[Any, ...]) -> Any:
    from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]

    document = _thawed(schema)
    Draft202012Validator.check_schema(document)
    return Draft202012Validator(document, format_checker=FormatChecker())


def _frozen(value: Any) -> Any:
    if isinstance(value, Mapping):
        return ("dict", tuple((name, _frozen(each)) for name, each in value.items()))
    if isinstance(value, list | tuple | set):
        return ("list", tuple(_frozen(each) for each in value))
    return ("value", type(value), value)


def _thawed(frozen: tuple[Any, ...]) -> Any:
    if frozen[0] == "dict":
        return {name: _thawed(each) for name, each in frozen[1]}
    return [_thawed(each) for each in frozen[1]] if frozen[0] == "list" else frozen[2]


class ParamsDict(MutableMapping[str, Any]):
    """Parameters by name: ``params["x"]`` is the value, ``get_param("x")`` the ``Param``, as are ``items()``.

    A value that is set for a parameter must fit its schema.
    """

    def __init__(self, dict_obj: Mapping[str, Any] | None = None, suppress_exception: bool = False) -> None:
        self._params: dict[str, Param] = {}
        self.suppress_exception = suppress_exception
        for name, each in _pairs(dict_obj or {}):
            self._params[str(name)] = each if isinstance(each, Param) else Param(each)

    def __getitem__(self, name: str) -> Any:
        return self._params[name].resolve(suppress_exception=self.suppress_exception)

    def __setitem__(self, name: str, value: Any) -> None:
        if isinstance(value, Param):
            self._params[name] = value
        elif name in self._params:
            changed = copy.copy(self._params[name])
            _checked(name, changed, value, self.suppress_exception)
            changed.value, changed.has_value = value, True
            self._params[name] = changed
        else:
            self._params[name] = Param(value)

    def __delitem__(self, name: str) -> None:
        del self._params[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._params)

    def __len__(self) -> int:
        return len(self._params)

    def __contains__(self, name: object) -> bool:
        return name in self._params

    def get_param(self, name: str) -> Param:
        """The parameter itself. ``KeyError`` when there is none."""
        return self._params[name]

    def items(self) -> Any:
        """Names and parameters."""
        return self._params.items()

    def values(self) -> Any:
        """The parameters."""
        return self._params.values()

    def dump(self) -> dict[str, Any]:
        """Names and values; ``None`` where a value does not fit."""
        return {name: each.resolve(suppress_exception=True) for name, each in self._params.items()}

    def validate(self) -> dict[str, Any]:
        """Names and values. ``ParamValidationError`` when one does not fit its schema."""
        return {name: _checked(name, each, UNSET, self.suppress_exception) for name, each in self._params.items()}

    def merged(self, other: Mapping[str, Any]) -> ParamsDict:
        """Both; ``other`` wins."""
        return ParamsDict({**self._params, **dict(_pairs(other))})

    def __eq__(self, other: object) -> bool:
        if isinstance(other, ParamsDict):
            other = other.dump()
        return self.dump() == other

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(self.dump())


def _pairs(params: Mapping[str, Any]) -> Any:
    return params.items()


def _checked(name: str, param: Param, value: Any, is_lenient: bool) -> Any:
    try:
        return param.resolve(value, suppress_exception=is_lenient)
    except ParamValidationError as error:
        raise ParamValidationError(f'The parameter "{name}" does not fit: {error}.') from None


class DagParam(ResolveMixin):
    """The value that a parameter of the DAG has in a run: what a function under ``@dag`` receives."""

    def __init__(self, current_dag: DAG, name: str, default: Any = UNSET) -> None:
        self.current_dag, self.name, self._default = current_dag, name, default
        if default is not UNSET:
            current_dag.params[name] = default

    def references(self) -> Iterator[tuple[BaseOperator, str]]:
        """No task is needed."""
        return iter(())

    def resolve(self, context: dict[str, Any]) -> Any:
        """What the run was given, else the default."""
        for values in (context["dag_run"].conf or {}, context["params"]):
            if self.name in values:
                return values[self.name]
        raise ParamValidationError(f'The run has no value for the parameter "{self.name}".')

    def __repr__(self) -> str:
        return f"<parameter {self.name}>"


def take(owner: str, params: Any) -> ParamsDict:
    """The author's ``params``."""
    if params is None:
        return ParamsDict()
    if not isinstance(params, Mapping):
        raise DagError(f"{owner}: params is a dict of names and values, not {type(params).__name__}.")
    return ParamsDict(params)


def defaults(params: ParamsDict) -> dict[str, Any]:
    """Name and default value of each parameter; ``None`` where there is none. They are not checked here: the run was,
    when it was made."""
    return {name: each.value if each.has_value else None for name, each in params.items()}
