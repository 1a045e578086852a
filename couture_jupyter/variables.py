"""Variables: named values that are kept outside of the code. In a notebook or a task: ``Variable.get("region")``."""

from __future__ import annotations

import json
from typing import Any

_NOT_GIVEN: Any = object()


class Variable:
    """Reads variables, for the task or the notebook job that runs."""

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
