"""Variables: named values that are kept outside of the code. In a notebook or a task: ``Variable.get("region")``."""

from __future__ import annotations

import json
from typing import Any

_NOT_GIVEN: Any = object()
_NOT_GIVEN_HERE: Any = object()  # by setdefault: a default that nobody can mean


class Variable:
    """Reads and changes variables, for the task or the notebook job that runs."""

    @staticmethod
    def get(
        key: str,
        default: Any = _NOT_GIVEN,
        deserialize_json: bool = False,
        *,
        default_var: Any = _NOT_GIVEN,
        secret: bool | None = None,
    ) -> Any:
        """The value of ``key``; ``default`` (Airflow also calls it ``default_var``) when there is no such variable.

        Args:
            key: the variable's key.
            default: what is returned when there is none; without it that is a ``KeyError``.
            deserialize_json: whether the value is JSON to be read.
            default_var: another name of ``default``.
            secret: whether the value appears as ``***`` in the stored notebook and in the log. When it is not said, all
                do but numbers of a few digits, dates, and yes or no. What stands under a key that tells of a secret,
                such as ``db_password``, is always hidden.

        Raises:
            KeyError: there is no such variable, and no default.
            RuntimeError: outside of a run.
        """
        from couture_jupyter.secret_sources import ask

        fallback = default if default is not _NOT_GIVEN else default_var
        try:
            value = ask("variable", key, secret=secret)["value"]
        except KeyError:
            if fallback is _NOT_GIVEN:
                raise
            return fallback
        return json.loads(value) if deserialize_json else value

    @staticmethod
    def set(key: str, value: Any, description: str | None = None, serialize_json: bool = False, **rest: Any) -> None:
        """Give ``key`` a value, whether there was one or not.

        Args:
            key: the variable's key.
            value: text; anything else as ``str`` of it, or as JSON with ``serialize_json``.
            description: one sentence for people; kept as it was if not given.
            serialize_json: whether the value becomes JSON.
            rest: Airflow's ``session``, which means nothing here.

        Raises:
            RuntimeError: outside of a run.
        """
        from couture_jupyter.secret_sources import change_variable

        change_variable(key, _text(value, serialize_json), description)

    @staticmethod
    def update(key: str, value: Any, serialize_json: bool = False, **rest: Any) -> None:
        """Give a variable that exists another value; ``KeyError`` when there is none."""
        Variable.get(key)
        Variable.set(key, value, serialize_json=serialize_json)

    @staticmethod
    def setdefault(key: str, default: Any, description: str | None = None, deserialize_json: bool = False) -> Any:
        """The value of ``key``; when there is none ``default``, which becomes the value."""
        found = Variable.get(key, _NOT_GIVEN_HERE, deserialize_json)
        if found is not _NOT_GIVEN_HERE:
            return found
        if default is None:
            raise ValueError(f"The variable {key!r} cannot get the default None.")
        Variable.set(key, default, description, serialize_json=deserialize_json)
        return default

    @staticmethod
    def delete(key: str, **rest: Any) -> int:
        """Delete a variable; how many there were: 1 or 0."""
        from couture_jupyter.secret_sources import change_variable

        return int(change_variable(key, None))


def _text(value: Any, as_json: bool) -> str:
    return json.dumps(value, indent=2) if as_json else str(value)
