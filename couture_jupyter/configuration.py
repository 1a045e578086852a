"""``conf`` for DAG files written for Airflow: answers from the environment, ``AIRFLOW__SECTION__KEY``."""

from __future__ import annotations

import os
from typing import Any

from couture_jupyter.exceptions import CoutureError

_MISSING: Any = object()


class Configuration:
    """Reads options; there is no file behind it."""

    def get(self, section: str, key: str, fallback: Any = _MISSING, **rest: Any) -> Any:
        """The text of an option; ``fallback`` when it is not set, else ``CoutureError``."""
        name = f"AIRFLOW__{section}__{key}".upper()
        if name in os.environ:
            return os.environ[name]
        if fallback is _MISSING:
            raise CoutureError(f"There is no option [{section}] {key}. Set the environment variable {name}.")
        return fallback

    def getboolean(self, section: str, key: str, fallback: Any = _MISSING) -> bool:
        """The option as a truth value."""
        return str(self.get(section, key, fallback)).strip().lower() in ("1", "t", "true", "yes", "on")

    def getint(self, section: str, key: str, fallback: Any = _MISSING) -> int:
        """The option as a whole number."""
        return int(self.get(section, key, fallback))

    def getfloat(self, section: str, key: str, fallback: Any = _MISSING) -> float:
        """The option as a number."""
        return float(self.get(section, key, fallback))

    def has_option(self, section: str, option: str) -> bool:
        """Whether the option is set."""
        return f"AIRFLOW__{section}__{option}".upper() in os.environ


conf = Configuration()
